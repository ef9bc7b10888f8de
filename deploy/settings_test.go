package deploy_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"stackhound/configs"
)

func init() { rules = append(rules, knownSettings, redisRules, everyRole) }

// settings are the variables of all settings there are: those of configs/default.yaml.
func settings() map[string]bool {
	data, err := os.ReadFile("../configs/default.yaml")
	if err != nil {
		panic(err) // the tests run in a clone
	}
	var tree map[string]any
	if err := yaml.Unmarshal(data, &tree); err != nil {
		panic(err) // the package configs would not start either
	}
	names := map[string]bool{}
	var collect func(prefix string, tree map[string]any)
	collect = func(prefix string, tree map[string]any) {
		for key, value := range tree {
			name := prefix + "_" + strings.ToUpper(key)
			if below, ok := value.(map[string]any); ok {
				collect(name, below)
			} else {
				names[name] = true
			}
		}
	}
	collect("STACKHOUND", tree)
	return names
}

func knownSettings(c compose) []string {
	known := settings()
	return each(c, func(_ string, s service, say func(string, ...any)) {
		for key := range s.Environment {
			if strings.HasPrefix(key, "STACKHOUND_") && !known[key] {
				say("%s is no setting", key)
			}
		}
	})
}

// redisRules holds what Redis is told to the access list of deploy/redis.acl and to what
// the queue needs.
func redisRules(c compose) []string {
	data, err := os.ReadFile("redis.acl")
	if err != nil {
		return []string{err.Error()}
	}
	told := strings.Split(strings.Join(c.Services["redis"].Entrypoint, "\n"), "\n")
	var found []string
	for _, line := range []string{"user default off", "appendonly yes", "appendfsync everysec", "maxmemory-policy noeviction", "exec redis-server - <<END"} {
		if !slices.Contains(told, line) {
			found = append(found, "redis: the line "+line+" is missing")
		}
	}
	for rule := range strings.Lines(string(data)) {
		rule = strings.TrimSpace(strings.Replace(rule, "PASSWORD", "$$password", 1))
		if strings.HasPrefix(rule, "user ") && !slices.Contains(told, rule) {
			found = append(found, "redis: the user's rule is not that of deploy/redis.acl: "+rule)
		}
	}
	return found
}

// roleName finds the roles in the source of the program.
var roleName = regexp.MustCompile(`(?m)^\trole\w+ += "(\w+)"$`)

// everyRole holds that the program alone has every role, and that with the profile every
// role but that of the pages is one of a part's.
func everyRole(c compose) []string {
	source, err := os.ReadFile("../cmd/stackhound/roles.go")
	if err != nil {
		return []string{err.Error()}
	}
	var want, split []string
	for _, m := range roleName.FindAllStringSubmatch(string(source), -1) {
		want = append(want, m[1])
	}
	slices.Sort(want)
	for _, s := range c.Services {
		if slices.Contains(s.Profiles, "split") {
			split = append(split, rolesOf(s)...)
		}
	}
	var found []string
	for _, have := range [][]string{rolesOf(c.Services["stackhound"]), append(split, "web")} {
		if slices.Sort(have); !slices.Equal(have, want) {
			found = append(found, "the roles are "+strings.Join(have, ",")+", not "+strings.Join(want, ","))
		}
	}
	return found
}

func rolesOf(s service) []string {
	for _, arg := range s.Command {
		if roles, ok := strings.CutPrefix(expand(arg), "--role="); ok {
			return strings.Split(roles, ",")
		}
	}
	return nil
}

// byDefault is a variable of compose with what stands for it when it is not set.
var byDefault = regexp.MustCompile(`\$\{\w+:-([^}]*)\}`)

// expand puts in what compose puts in where nothing is set.
func expand(text string) string { return byDefault.ReplaceAllString(text, "$1") }

// TestSettingsAreTaken has the program read the settings of the file as it would in its
// container, with the secrets elsewhere.
func TestSettingsAreTaken(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("made-for-a-test\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := loadCompose(t).Services["stackhound"]
	for _, key := range slices.Sorted(maps.Keys(s.Environment)) {
		value := expand(s.Environment[key])
		if strings.HasPrefix(value, "/run/") {
			value = secret
		}
		t.Setenv(key, value)
	}
	c, err := configs.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{c.Store.Password.Reveal(), c.Queue.Password.Reveal(), c.Search.Key.Reveal(), c.Search.WriteKey.Reveal()} {
		if got != "made-for-a-test" {
			t.Errorf("a secret is read as %q", got)
		}
	}
	if c.Store.URL == "" || c.Queue.URL == "" || c.Search.URL == "" || c.Email.SMTP.Host != "mail" || c.Web.Behind != configs.BehindLoopbackPublish {
		t.Errorf("the settings are not those of the served size: %+v", c)
	}
}

// settingName finds the variables that a text speaks of.
var settingName = regexp.MustCompile(`STACKHOUND_[A-Z_]+`)

// TestReadmeSettings holds that the variables of README.md are settings.
func TestReadmeSettings(t *testing.T) {
	t.Parallel()
	known := settings()
	for _, name := range settingName.FindAllString(readText(t, "../README.md"), -1) {
		if !known[name] {
			t.Errorf("README.md speaks of %s, which is no setting", name)
		}
	}
}

// example is a YAML text in README.md.
var example = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestReadmeOverrides holds that what README.md says to put into a file of one's own is
// taken as docker-compose.yml is.
func TestReadmeOverrides(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, m := range example.FindAllStringSubmatch(readText(t, "../README.md"), -1) {
		if !strings.Contains(m[1], "services:") {
			continue
		}
		seen++
		c, err := parseCompose(m[1])
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range []func(compose) []string{secretsFromFiles, secretsNowhereElse, knownSettings} {
			for _, f := range rule(c) {
				t.Error(f)
			}
		}
	}
	if seen == 0 {
		t.Error("README.md no longer shows how to give the program a mail server")
	}
}
