package deploy_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// rules are what docker-compose.yml is held to. Each lists what is against it.
var rules = []func(compose) []string{
	ports, images, privileges, networks, mounts, health, order, limits, secretsFromFiles, secretsNowhereElse, masterKey, searchKeys,
}

// each collects what a rule has to say of the services, in the order of their names.
func each(c compose, rule func(name string, s service, say func(format string, args ...any))) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(c.Services)) {
		rule(name, c.Services[name], func(format string, args ...any) {
			found = append(found, name+": "+fmt.Sprintf(format, args...))
		})
	}
	return found
}

// published is the only port that can be reached from outside the containers, in the
// only form: on loopback, because nobody signs in to the pages.
const published = "127.0.0.1:8080:8080"

func ports(c compose) []string {
	found := each(c, func(name string, s service, say func(string, ...any)) {
		for _, p := range s.Ports {
			if name != "stackhound" || p != published {
				say("port %v is published; only %s of stackhound may be", p, published)
			}
		}
	})
	s := c.Services["stackhound"]
	if len(s.Ports) != 1 || s.Environment["STACKHOUND_WEB_BEHIND"] != "loopback-publish" {
		found = append(found, "stackhound: it says loopback-publish exactly where "+published+" is published, once")
	}
	return found
}

// exact is an image with a version that does not move.
var exact = regexp.MustCompile(`^[a-z0-9./_-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$`)

func images(c compose) []string {
	return each(c, func(_ string, s service, say func(string, ...any)) {
		if !exact.MatchString(s.Image) {
			say("image %q has no exact version", s.Image)
		}
	})
}

// owner is the user of the containers, as deploy/secrets.sh notes it.
const owner = "${OWNER_UID:?run make secrets first}:${OWNER_GID:?run make secrets first}"

// chowner is the one service that is root: a new volume is root's.
const chowner = "volumes"

func privileges(c compose) []string {
	return each(c, func(name string, s service, say func(string, ...any)) {
		if name == chowner {
			if s.User != "0:0" || !slices.Equal(s.CapAdd, []string{"CHOWN"}) || s.NetworkMode != "none" || len(s.Secrets)+len(s.Environment) > 0 || !s.oneShot() {
				say("it is root, so it may change owners and nothing else, without a network, a secret or a second life")
			}
		} else {
			if s.User != owner {
				say("user %q is not the owner of the secrets", s.User)
			}
			if len(s.CapAdd) > 0 {
				say("capabilities %v are added", s.CapAdd)
			}
		}
		if !s.ReadOnly {
			say("the image's files can be changed: read_only is missing")
		}
		if !slices.Equal(s.CapDrop, []string{"ALL"}) {
			say("cap_drop is %v, not [ALL]", s.CapDrop)
		}
		if !slices.Equal(s.SecurityOpt, []string{"no-new-privileges:true"}) {
			say("security_opt is %v, not [no-new-privileges:true]", s.SecurityOpt)
		}
	})
}

func networks(c compose) []string {
	found := each(c, func(name string, s service, say func(string, ...any)) {
		switch {
		case name == chowner:
		case s.NetworkMode != "":
			say("network_mode %q goes round the networks", s.NetworkMode)
		case s.program() && !s.oneShot():
			if !slices.Equal(s.Networks, []string{"inner", "outer"}) {
				say("it belongs in inner and outer, not %v", s.Networks)
			}
		case !slices.Equal(s.Networks, []string{"inner"}):
			say("it belongs in inner alone, not %v", s.Networks)
		}
	})
	if len(c.Networks) != 2 || !c.Networks["inner"].Internal {
		found = append(found, "networks: there are two, and inner is internal")
	}
	return found
}

// mounts holds that containers see named volumes of ours and nothing of the machine.
func mounts(c compose) []string {
	return each(c, func(_ string, s service, say func(string, ...any)) {
		for _, m := range s.Volumes {
			if _, ours := c.Volumes[m.Source]; m.Type != "volume" || !ours {
				say("%s at %s is not a volume of this file", m.Source, m.Target)
			}
			if !m.Volume.Nocopy {
				say("volume %s is not nocopy: Docker would give it to the image's user", m.Source)
			}
			if !mounted(c.Services[chowner], m.Source, false) {
				say("volume %s is not given to the owner by the service %s", m.Source, chowner)
			}
		}
	})
}

// mounted tells whether a service has a volume, writable or not.
func mounted(s service, volume string, readOnly bool) bool {
	return slices.ContainsFunc(s.Volumes, func(m mount) bool { return m.Source == volume && m.ReadOnly == readOnly })
}

func health(c compose) []string {
	return each(c, func(_ string, s service, say func(string, ...any)) {
		h := s.Healthcheck
		switch {
		case s.oneShot():
			if !h.Disable {
				say("it ends, so there is no health to check: healthcheck.disable is missing")
			}
		case s.Restart != "unless-stopped":
			say("restart is %q, not unless-stopped", s.Restart)
		case h.Disable || len(h.Test) < 2 || h.Test[0] != "CMD" && h.Test[0] != "CMD-SHELL":
			say("it has no health check")
		case h.Interval == "" || h.Timeout == "" || h.StartPeriod == "":
			say("its health check has no interval, timeout or start_period")
		}
	})
}

// order holds that who needs a service waits until it is healthy or, for one that ends,
// done.
func order(c compose) []string {
	needs := map[bool][]string{true: {"postgres", "redis", "meilisearch", "mail", "search-keys"}, false: {chowner}}
	return each(c, func(name string, s service, say func(string, ...any)) {
		for on, how := range s.DependsOn {
			want := "service_healthy"
			if c.Services[on].oneShot() {
				want = "service_completed_successfully"
			}
			if how.Condition != want {
				say("it depends on %s by %q, not %s", on, how.Condition, want)
			}
		}
		for _, on := range needs[s.program() && !s.oneShot()] {
			if _, ok := s.DependsOn[on]; !ok && name != chowner {
				say("it does not wait for %s", on)
			}
		}
	})
}

func limits(c compose) []string {
	return each(c, func(_ string, s service, say func(string, ...any)) {
		if s.MemLimit == "" || s.PidsLimit <= 0 {
			say("mem_limit or pids_limit is missing")
		}
		if s.Logging.Options["max-size"] == "" || s.Logging.Options["max-file"] == "" {
			say("its log can fill the disk: logging.options max-size or max-file is missing")
		}
		for _, t := range s.Tmpfs {
			if !strings.Contains(t, "size=") {
				say("tmpfs %s has no size", t)
			}
		}
	})
}
