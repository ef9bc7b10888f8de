package deploy_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// instruction is one of a Dockerfile, its lines joined.
type instruction struct{ name, rest string }

func parseDockerfile(text string) []instruction {
	var all []instruction
	text = strings.ReplaceAll(text, "\\\n", " ")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, rest, _ := strings.Cut(line, " ")
		all = append(all, instruction{strings.ToUpper(name), strings.Join(strings.Fields(rest), " ")})
	}
	return all
}

// lastStage is what the image is made of.
func lastStage(all []instruction) []instruction {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].name == "FROM" {
			return all[i:]
		}
	}
	return nil
}

// unprivileged is a user and a group by number, neither of them root: names cannot be
// looked up in an empty image.
var unprivileged = regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`)

// dockerfileFindings lists what in a Dockerfile is against the rules; goVersion is that
// of go.mod.
func dockerfileFindings(text, goVersion string) []string {
	var found []string
	demand := func(ok bool, what string) {
		if !ok {
			found = append(found, what)
		}
	}
	all := parseDockerfile(text)
	image := lastStage(all)
	has := func(in []instruction, name, part string) bool {
		return slices.ContainsFunc(in, func(i instruction) bool { return i.name == name && strings.Contains(i.rest, part) })
	}
	demand(has(all, "FROM", "golang:"+goVersion+"-bookworm AS"), "it is not built with golang:"+goVersion+"-bookworm, the version of go.mod")
	for _, part := range []string{"CGO_ENABLED=0", "-trimpath", "-buildvcs="} {
		demand(has(all, "RUN", part), "the program is not built with "+part)
	}
	demand(len(image) > 0 && image[0].rest == "scratch", "the image is not made from scratch")
	demand(has(image, "COPY", "ca-certificates.crt"), "there are no certificates to check HTTPS with")
	demand(has(image, "ENV", "STACKHOUND_DATA_DIR=/data") && has(image, "VOLUME", "/data"), "data is not kept in the volume /data")
	demand(has(image, "HEALTHCHECK", `CMD ["/stackhound", "healthcheck"]`), "there is no health check")
	demand(has(image, "ENTRYPOINT", `["/stackhound"]`), "the program is not what it starts")
	user := ""
	for _, i := range image {
		demand(i.name != "EXPOSE", "a port is exposed: docker run -P would publish it to everybody")
		if i.name == "USER" {
			user = i.rest
		}
	}
	demand(unprivileged.MatchString(user), "it does not run as a numbered user who is not root")
	for _, i := range all {
		demand(i.name != "ADD", "ADD fetches and unpacks: use COPY")
		demand(i.name != "ENV" && i.name != "ARG" || !secretName.MatchString(i.rest), i.name+" would keep a secret in the image")
		demand(!strings.Contains(i.rest, "secrets"), "secrets have no place in an image")
	}
	return found
}

// goVersion is the version of Go in go.mod.
func goVersion(t *testing.T) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^go (\S+)$`).FindStringSubmatch(readText(t, "../go.mod"))
	if m == nil {
		t.Fatal("go.mod has no version of Go")
	}
	return m[1]
}

func TestDockerfile(t *testing.T) {
	t.Parallel()
	whole, version := readText(t, "Dockerfile"), goVersion(t)
	for _, f := range dockerfileFindings(whole, version) {
		t.Error(f)
	}
	for _, b := range []struct{ name, old, new, want string }{
		{"root by default", "USER 65532:65532\n", "", "not root"},
		{"root", "USER 65532:65532", "USER root", "not root"},
		{"root by number", "USER 65532:65532", "USER 0:0", "not root"},
		{"root again", "VOLUME /data", "USER 0\nVOLUME /data", "not root"},
		{"another Go", "golang:" + version, "golang:1.26", "the version of go.mod"},
		{"the latest Go", "golang:" + version + "-bookworm", "golang:latest", "the version of go.mod"},
		{"an image with a shell", "FROM scratch", "FROM debian:latest", "from scratch"},
		{"C", "CGO_ENABLED=0 ", "", "CGO_ENABLED=0"},
		{"paths of the builder", "-trimpath ", "", "-trimpath"},
		{"no revision", "-buildvcs=$BUILDVCS ", "", "-buildvcs"},
		{"no certificates", "COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\n", "", "certificates"},
		{"no volume", "VOLUME /data\n", "", "volume /data"},
		{"data elsewhere", "STACKHOUND_DATA_DIR=/data", "STACKHOUND_DATA_DIR=/tmp", "volume /data"},
		{"no health check", `CMD ["/stackhound", "healthcheck"]`, "NONE", "health check"},
		{"a health check in a shell", `CMD ["/stackhound", "healthcheck"]`, "CMD /stackhound healthcheck", "health check"},
		{"a port", "VOLUME /data", "EXPOSE 8080\nVOLUME /data", "exposed"},
		{"a download", "COPY . .", "ADD https://example.com/x.tar.gz .", "ADD"},
		{"a secret", "ENV STACKHOUND_DATA_DIR=/data", "ENV STACKHOUND_DATA_DIR=/data STACKHOUND_STORE_PASSWORD=x", "keep a secret"},
		{"a secret of the build", "ARG BUILDVCS=true", "ARG BUILDVCS=true\nARG GIT_TOKEN", "keep a secret"},
		{"the secrets", "COPY . .", "COPY . .\nCOPY deploy/secrets /secrets", "no place in an image"},
	} {
		t.Run(b.name, func(t *testing.T) {
			if !strings.Contains(whole, b.old) {
				t.Fatalf("the file has no %q to break", b.old)
			}
			found := strings.Join(dockerfileFindings(strings.Replace(whole, b.old, b.new, 1), version), "\n")
			if !strings.Contains(found, b.want) {
				t.Errorf("found %q, want %q in it", found, b.want)
			}
		})
	}
}

// TestDockerignore holds that secrets stay out of the build, and that nothing else does
// that git knows of: it would be missing from the tree whose revision the program tells.
func TestDockerignore(t *testing.T) {
	t.Parallel()
	entries := strings.Fields(regexp.MustCompile(`(?m)^#.*$`).ReplaceAllString(readText(t, "../.dockerignore"), ""))
	for _, need := range []string{"/deploy/secrets", "/.env"} {
		if !slices.Contains(entries, need) {
			t.Errorf(".dockerignore lets in %s", need)
		}
	}
	ignored := strings.Fields(strings.ReplaceAll(readText(t, "../.gitignore"), "/\n", "\n"))
	for _, e := range entries {
		if !slices.Contains(ignored, strings.TrimPrefix(e, "**/")) {
			t.Errorf(".dockerignore leaves out %s, which git does not ignore", e)
		}
	}
}

// TestZonesAreInside holds that the program brings the time zones that an empty image has
// none of.
func TestZonesAreInside(t *testing.T) {
	t.Parallel()
	if !strings.Contains(readText(t, "../cmd/stackhound/main.go"), `_ "time/tzdata"`) {
		t.Error("cmd/stackhound does not import time/tzdata, and the image has no zone data")
	}
}
