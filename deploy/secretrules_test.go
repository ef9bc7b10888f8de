package deploy_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// secretPath is where a secret stands in a container.
var secretPath = regexp.MustCompile(`/run/secrets/(\w+)`)

// secretsFromFiles holds that every secret is a file of deploy/secrets, and that only
// such are mounted.
func secretsFromFiles(c compose) []string {
	var found []string
	for name, s := range c.Secrets {
		if s.File != "./deploy/secrets/"+name {
			found = append(found, "secrets: "+name+" does not come from ./deploy/secrets/"+name)
		}
	}
	return append(found, each(c, func(_ string, s service, say func(string, ...any)) {
		for _, name := range s.Secrets {
			if _, ok := c.Secrets[name]; !ok {
				say("there is no secret %s", name)
			}
		}
		for _, text := range slices.Concat(slices.Collect(maps.Values(s.Environment)), s.Entrypoint, s.Command, s.Healthcheck.Test) {
			for _, m := range secretPath.FindAllStringSubmatch(text, -1) {
				if !slices.Contains(s.Secrets, m[1]) {
					say("it reads the secret %s, which is not given to it", m[1])
				}
			}
		}
	})...)
}

var (
	// secretName is what a variable that holds a secret is called.
	secretName = regexp.MustCompile(`(?i)(PASSWORD|PASSWD|_PASS|KEY|SECRET|TOKEN|AUTH)`)
	// giveaways are the ways a secret stands, or comes to stand, in a text that everybody
	// who may list containers or processes can read.
	giveaways = []*regexp.Regexp{
		regexp.MustCompile(`://[^/@\s]*:[^/@\s]+@`),                                                               // in an address
		regexp.MustCompile(`(^|[^$])\$\{?\w*(?i:PASSWORD|PASSWD|KEY|SECRET|TOKEN)`),                               // put in by compose
		regexp.MustCompile(`(?i)(^|\s)-{1,2}[a-z-]*(password|passwd|pass|secret|token|key|requirepass)([=\s]|$)`), // given to a flag
		regexp.MustCompile(`redis-cli\s(.*\s)?-a(\s|$)`),
		regexp.MustCompile(`[0-9a-fA-F]{24,}`), // written out
	}
	// readSecret is a secret read in a shell, which is right only where it becomes a
	// variable at the start of a line.
	readSecret   = regexp.MustCompile(`cat /run/secrets/`)
	assignSecret = regexp.MustCompile(`(?m)^\s*\w+=\$\$\(cat /run/secrets/`)
)

func secretsNowhereElse(c compose) []string {
	return each(c, func(_ string, s service, say func(string, ...any)) {
		for key, value := range s.Environment {
			if secretName.MatchString(key) && !strings.HasSuffix(key, "_FILE") {
				say("%s in the environment would hold a secret", key)
			}
			if givesAway(value) {
				say("the value of %s holds a secret", key)
			}
		}
		for _, arg := range slices.Concat(s.Command, s.Entrypoint, s.Healthcheck.Test) {
			if givesAway(arg) {
				say("the argument %.60q holds a secret", arg)
			}
			if len(readSecret.FindAllString(arg, -1)) != len(assignSecret.FindAllString(arg, -1)) {
				say("%.60q reads a secret into an argument", arg)
			}
		}
		if line := strings.Join(slices.Concat(s.Entrypoint, s.Command), " "); givesAway(line) {
			say("the command holds a secret")
		}
	})
}

func givesAway(text string) bool {
	return slices.ContainsFunc(giveaways, func(r *regexp.Regexp) bool { return r.MatchString(text) })
}

// masterKey holds that the program never has the key that may do everything.
func masterKey(c compose) []string {
	return each(c, func(name string, s service, say func(string, ...any)) {
		if slices.Contains(s.Secrets, "meili_master_key") && name != "meilisearch" && name != "search-keys" {
			say("it is given the master key of Meilisearch")
		}
	})
}

// searchKeys holds that one service writes the two keys, and that the program reads them.
func searchKeys(c compose) []string {
	return each(c, func(name string, s service, say func(string, ...any)) {
		switch {
		case name == chowner:
		case name == "search-keys":
			if !mounted(s, "search-keys", false) {
				say("it has no volume to leave the keys in")
			}
		case s.program():
			if !mounted(s, "search-keys", true) || mounted(s, "search-keys", false) {
				say("it must see the search keys, read-only")
			}
			for _, key := range []string{"STACKHOUND_SEARCH_KEY_FILE", "STACKHOUND_SEARCH_WRITE_KEY_FILE"} {
				if !strings.HasPrefix(s.Environment[key], "/run/search-keys/") {
					say("%s does not name what search-keys wrote", key)
				}
			}
		case mounted(s, "search-keys", true) || mounted(s, "search-keys", false):
			say("it sees the search keys, and needs none")
		}
	})
}
