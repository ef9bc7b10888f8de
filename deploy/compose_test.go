package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"stackhound/internal/servertest"
)

func TestMain(m *testing.M) { os.Exit(servertest.Main(m)) }

// compose is docker-compose.yml. It is decoded strictly, so that a key the rules know
// nothing of (privileged, pid, devices, env_file, extends, …) is refused.
type compose struct {
	Name     string
	Hardened any `yaml:"x-hardened"`
	Server   any `yaml:"x-server"`
	Program  any `yaml:"x-program"`
	Part     any `yaml:"x-part"`

	Services map[string]service
	Networks map[string]struct {
		Internal bool
	}
	Volumes map[string]struct{}
	Secrets map[string]struct {
		File string
	}
}

type service struct {
	Image           string
	Build           struct{ Context, Dockerfile string }
	User            string
	ReadOnly        bool     `yaml:"read_only"`
	CapDrop         []string `yaml:"cap_drop"`
	CapAdd          []string `yaml:"cap_add"`
	SecurityOpt     []string `yaml:"security_opt"`
	PidsLimit       int      `yaml:"pids_limit"`
	MemLimit        string   `yaml:"mem_limit"`
	ShmSize         string   `yaml:"shm_size"`
	StopGracePeriod string   `yaml:"stop_grace_period"`
	Logging         struct {
		Driver  string
		Options map[string]string
	}
	Restart     string
	Init        bool
	Profiles    []string
	Ports       []any
	Networks    []string
	NetworkMode string `yaml:"network_mode"`
	Tmpfs       []string
	Volumes     []mount
	Secrets     []string
	Environment map[string]string
	Entrypoint  []string
	Command     []string
	Healthcheck healthcheck
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
}

type mount struct {
	Type, Source, Target string
	ReadOnly             bool `yaml:"read_only"`
	Volume               struct{ Nocopy bool }
}

type healthcheck struct {
	Test        []string
	Interval    string
	Timeout     string
	StartPeriod string `yaml:"start_period"`
	Retries     int
	Disable     bool
}

// oneShot tells whether a service does its work and ends.
func (s service) oneShot() bool { return s.Restart == "no" }

// program tells whether a service runs the program.
func (s service) program() bool { return s.Build.Dockerfile != "" }

const composePath = "../docker-compose.yml"

func readText(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func parseCompose(text string) (compose, error) {
	var c compose
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	return c, d.Decode(&c)
}

func loadCompose(t *testing.T) compose {
	t.Helper()
	c, err := parseCompose(readText(t, composePath))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// findings lists what in a compose file is against the rules.
func findings(text string) []string {
	c, err := parseCompose(text)
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	for _, rule := range rules {
		found = append(found, rule(c)...)
	}
	return found
}

func TestCompose(t *testing.T) {
	t.Parallel()
	for _, f := range findings(readText(t, composePath)) {
		t.Error(f)
	}
}

// TestBrokenCompose breaks the file in one place at a time; each break must be found.
func TestBrokenCompose(t *testing.T) {
	t.Parallel()
	whole := readText(t, composePath)
	for _, b := range broken {
		t.Run(b.name, func(t *testing.T) {
			if !strings.Contains(whole, b.old) || b.want == "" {
				t.Fatalf("the file has no %q to break, or nothing is wanted", b.old)
			}
			found := strings.Join(findings(strings.Replace(whole, b.old, b.new, 1)), "\n")
			if !strings.Contains(found, b.want) {
				t.Errorf("found %q, want %q in it", found, b.want)
			}
		})
	}
}

// TestDockerReadsCompose has Docker's own reader say whether it takes the file, with and
// without the profile.
func TestDockerReadsCompose(t *testing.T) {
	t.Parallel()
	command := composeCommand()
	if command == nil {
		servertest.Missing(t, "docker-compose", "neither docker compose nor docker-compose runs here, so the file is held to our rules only; install Docker's compose plugin")
	}
	file, err := filepath.Abs(composePath)
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range []string{"", "split"} {
		args := append(command[1:], "--file", file, "--profile", profile, "config", "--quiet")
		c := exec.Command(command[0], args...)
		c.Env = append(os.Environ(), "OWNER_UID=1000", "OWNER_GID=1000")
		if said, err := c.CombinedOutput(); err != nil || len(said) > 0 {
			t.Errorf("profile %q: %v\n%s", profile, err, said)
		}
	}
}

// composeCommand returns how compose is called here, nil where it is not there.
func composeCommand() []string {
	for _, command := range [][]string{{"docker", "compose"}, {"docker-compose"}} {
		if exec.Command(command[0], append(command[1:], "version")...).Run() == nil {
			return command
		}
	}
	return nil
}
