package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/configs"
	"stackhound/internal/servertest"
	"stackhound/search"
)

// diagnosis is what one call of doctor says, by check.
type diagnosis struct {
	status int
	found  map[string]finding
	json   string
	text   string
	errors string
}

// diagnose runs doctor for programs and for people.
func diagnose(t *testing.T, args ...string) diagnosis {
	t.Helper()
	var d diagnosis
	var textStatus int
	d.status, d.json, d.errors = cli(t, append([]string{"doctor", "--json"}, args...)...)
	textStatus, d.text, _ = cli(t, append([]string{"doctor"}, args...)...)
	t.Logf("doctor says\n%s", d.text)
	if d.status != textStatus {
		t.Errorf("exit %d with --json, %d without", d.status, textStatus)
	}
	d.found = map[string]finding{}
	var order []string
	for lines := bufio.NewScanner(strings.NewReader(d.json)); lines.Scan(); {
		var f finding
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		d.found[f.Check], order = f, append(order, f.Check)
	}
	want := []string{"store", "search", "queue", "email", "webhook", "boards", "skills", "rates", "clock", "disk", "versions", "processes"}
	if !slices.Equal(order, want) {
		t.Fatalf("checks %v, want %v\n%s", order, want, d.errors)
	}
	return d
}

// expect holds the state of a check and what its line says, or says to do.
func (d diagnosis) expect(t *testing.T, check, state string, says ...string) {
	t.Helper()
	f := d.found[check]
	if f.State != state {
		t.Errorf("%s is %s, want %s: %s", check, f.State, state, f.Says)
	}
	for _, s := range says {
		if !strings.Contains(f.Says+" → "+f.Do, s) {
			t.Errorf("%s says %q and to do %q; want %q in it", check, f.Says, f.Do, s)
		}
	}
	if (f.State == stateOK) != (f.Do == "") {
		t.Errorf("%s is %s and there is to do: %q", check, f.State, f.Do)
	}
}

// configFile writes a configuration and returns the flags that name it.
func configFile(t *testing.T, text string) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte("log: {level: info}\n"+text), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"--config", path, "--data", filepath.Join(filepath.Dir(path), "data")}
}

func TestDoctorBeforeAnythingWasCrawled(t *testing.T) {
	t.Parallel()
	d := diagnose(t, configFile(t, "")...)
	if d.status != exitOK {
		t.Errorf("exit %d\n%s", d.status, d.text)
	}
	d.expect(t, "store", stateWarn, "nothing was crawled yet", "serve")
	d.expect(t, "boards", stateWarn, "no contact", "crawler.contact")
	for _, check := range []string{"search", "queue", "email", "webhook", "clock", "versions", "processes"} {
		d.expect(t, check, stateOK)
	}
	if !strings.HasSuffix(d.text, "\n2 to look at\n") {
		t.Errorf("the last line of\n%s", d.text)
	}
}

func TestDoctorNamesABrokenBoardFile(t *testing.T) {
	t.Parallel()
	flags := configFile(t, "")
	boards := t.TempDir()
	if err := os.WriteFile(filepath.Join(boards, "broken.yaml"), []byte("version: 9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := diagnose(t, append(flags, "--boards", boards)...)
	d.expect(t, "boards", stateFail, "broken.yaml", "board check")
	if d.status != exitFailed || d.errors != "" || !strings.Contains(d.text, "1 failed") {
		t.Errorf("exit %d, stderr %q\n%s", d.status, d.errors, d.text)
	}
}

func TestDoctorLeavesABrokenConfigurationToOthers(t *testing.T) {
	t.Parallel()
	status, out, errs := cli(t, append([]string{"doctor"}, configFile(t, "crawler: {contct: x}\n")...)...)
	if status != exitUsage || out != "" || !strings.Contains(errs, "contct") {
		t.Errorf("exit %d, %q, %q", status, out, errs)
	}
}

// TestDoctorNeverHangs gives every part a server that takes connections and says nothing.
func TestDoctorNeverHangs(t *testing.T) {
	t.Parallel()
	silent := silentServer(t)
	host, port, _ := strings.Cut(silent, ":")
	d := diagnose(t, configFile(t, fmt.Sprintf("store: {url: \"postgres://me@%[1]s/jobs?sslmode=disable\"}\nsearch: {url: \"http://%[1]s\", key: k}\nqueue: {url: \"redis://%[1]s/0\"}\n"+
		"email: {from: jobs@example.com, smtp: {host: %[2]s, port: %[3]s, tls: none}}\n", silent, host, port))...)
	d.expect(t, "store", stateFail, silent, "it took too long")
	d.expect(t, "search", stateFail, silent)
	d.expect(t, "queue", stateFail, silent, "cannot be reached")
	d.expect(t, "email", stateFail, "did not greet")
	d.expect(t, "processes", stateWarn, "store")
	shipped, err := configs.BoardFiles(configs.Boards(), ".")
	if err != nil {
		t.Fatal(err)
	}
	d.expect(t, "boards", stateWarn, count(len(shipped), "board"))
	if d.status != exitFailed {
		t.Errorf("exit %d", d.status)
	}
}

// silentServer takes connections on loopback and never says a word.
func silentServer(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { conn.Close() })
		}
	}()
	return l.Addr().String()
}

// TestDoctorTellsNoSecret sets every secret there is, at servers that refuse them or
// repeat them, and looks for them in all that doctor prints.
func TestDoctorTellsNoSecret(t *testing.T) {
	t.Parallel()
	database, _ := apart(t, servertest.Postgres(t))
	redis := servertest.StartRedis(t, "--requirepass", "the-right-one")
	host, port := parrotMail(t)
	text := fmt.Sprintf("store: {url: %q, password: sesame-store}\nsearch: {url: %q, key: sesame-search, write_key: sesame-write}\n"+
		"queue: {url: %q, username: default, password: sesame-queue}\nemail: {from: jobs@example.com, smtp: {host: %s, port: %s, username: sesame-name, password: sesame-mail, tls: opportunistic}}\n",
		database, parrotSearch(t), redis.URL, host, port)
	d := diagnose(t, configFile(t, text)...)
	d.expect(t, "store", stateFail, "does not accept this user and password", "store.url")
	d.expect(t, "queue", stateFail, "refuses the name or password", "queue.password_file")
	d.expect(t, "email", stateFail, "login")
	for _, check := range []string{"search", "email"} {
		d.expect(t, check, stateFail)
	}
	for _, printed := range []string{d.json, d.text, d.errors} {
		if strings.Contains(printed, "sesame") {
			t.Errorf("a secret stands in\n%s", printed)
		}
	}
}

// repeated is what servers of the test say whatever they are asked.
const repeated = "sesame-search sesame-write sesame-mail sesame-queue sesame-store"

// parrotSearch answers as a search server in trouble.
func parrotSearch(t *testing.T) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprintf(w, `{"message": %q, "code": %[1]q}`, repeated)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// parrotMail answers as a mail server that lets nobody in.
func parrotMail(t *testing.T) (host, port string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go talk(conn)
		}
	}()
	host, port, _ = strings.Cut(l.Addr().String(), ":")
	return host, port
}

func talk(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "220 hello\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "EHLO") {
			fmt.Fprint(conn, "250-hello\r\n250 AUTH PLAIN\r\n")
		} else {
			fmt.Fprint(conn, "535 "+repeated+"\r\n")
		}
	}
}

// TestDoctorBesideServe looks at a data directory while another process writes to it.
func TestDoctorBesideServe(t *testing.T) {
	t.Parallel()
	v := newPlant(t, "")
	served := v.serve()
	v.until("every board is read", v.read)
	d := v.diagnose()
	if d.status != exitOK {
		t.Errorf("exit %d\n%s", d.status, d.text)
	}
	d.expect(t, "store", stateOK, "SQLite 3.", "320 listings", "postings")
	d.expect(t, "processes", stateOK, fmt.Sprintf("process %d owns", os.Getpid()))
	d.expect(t, "versions", stateOK, "stackhound "+version, "go1.", "SQLite")
	served.stop()
	d = v.diagnose()
	d.expect(t, "processes", stateOK, "none writes to")
}

// TestDoctorOfSeveralProcesses looks at a database that a process shares.
func TestDoctorOfSeveralProcesses(t *testing.T) {
	t.Parallel()
	address, password := apart(t, servertest.Postgres(t))
	v := newPlant(t, fmt.Sprintf("store: {url: %q, password: %s}\n", address, password.Reveal()))
	served := v.serve("--role", "crawler,understand,web")
	v.until("every board is read and the parts are held", func() bool { return v.read() && v.leases() >= 2 })
	d := v.diagnose()
	d.expect(t, "store", stateOK, "PostgreSQL 1", "320 listings")
	d.expect(t, "processes", stateWarn, "holds part:", "nobody does: matcher, planner", "serve --role matcher,notifier")
	d.expect(t, "clock", stateOK, "agrees")
	d.expect(t, "versions", stateOK, "PostgreSQL 1", "(15 or newer")
	skewed := diagnose(t, append(v.flags, "--now", time.Now().Add(time.Hour).Format(time.RFC3339))...)
	skewed.expect(t, "clock", stateFail, "behind", "NTP")
	served.stop()
}

func TestJudgeClock(t *testing.T) {
	t.Parallel()
	for ahead, want := range map[time.Duration]string{
		0: stateOK, 1900 * time.Millisecond: stateOK, -2050 * time.Millisecond: stateOK, 2200 * time.Millisecond: stateWarn, -29 * time.Second: stateWarn,
		31 * time.Second: stateFail, -time.Hour: stateFail,
	} {
		r := newReport()
		judgeClock(ahead, 100*time.Millisecond, r)
		if r.State != want || (want != stateOK) == (r.Do == "") {
			t.Errorf("%s ahead: %+v, want %s", ahead, r.finding, want)
		}
	}
}

func TestJudgeRoom(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		free room
		want string
	}{
		"much":                {room{2 << 30, 1e6, 1e7}, stateOK},
		"inodes not counted":  {room{2 << 30, 0, 0}, stateOK},
		"under a gibibyte":    {room{1<<30 - 1, 1e6, 1e7}, stateWarn},
		"few inodes":          {room{2 << 30, 9999, 1e7}, stateWarn},
		"under 100 mebibytes": {room{100<<20 - 1, 1e6, 1e7}, stateFail},
		"hardly an inode":     {room{2 << 30, 99, 1e7}, stateFail},
	} {
		r := newReport()
		judgeRoom("/data", c.free, r)
		if r.State != c.want || (c.want != stateOK) == (r.Do == "") {
			t.Errorf("%s: %+v, want %s", name, r.finding, c.want)
		}
	}
}

func TestJudgeBacklog(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state stackhound.DeliveryState
		age   time.Duration
		want  string
		says  string
	}{
		{stackhound.DeliveryPending, -time.Hour, stateOK, "7 wait"},
		{stackhound.DeliveryPending, 3 * time.Hour, stateWarn, "due for 3 hours"},
		{stackhound.DeliveryPlanned, 50 * time.Hour, stateWarn, "due for 2 days"},
		{stackhound.DeliveryDead, time.Minute, stateWarn, "given up: 7"},
	} {
		r := newReport()
		judgeBacklog(stackhound.Backlog{State: c.state, Count: 7}, c.age, r)
		if r.State != c.want || !strings.Contains(r.Says, c.says) || c.want == stateWarn && !strings.Contains(r.Do, "stackhound alerts list --state "+string(c.state)) {
			t.Errorf("%s for %s: %+v, want %s with %q", c.state, c.age, r.finding, c.want, c.says)
		}
	}
}

// The index is worth a word from where the pages count as unready, or while it is rebuilt.
func TestJudgeIndex(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		behind     int
		rebuilding bool
		want, says string
	}{
		{0, false, stateOK, "up to date"},
		{search.FarBehind, false, stateOK, "1000 postings behind"},
		{search.FarBehind + 1, false, stateWarn, "it is 1001 postings behind"},
		{1, true, stateWarn, "being rebuilt, 1 posting behind; answers come from the old one"},
	} {
		r := newReport()
		(&doctor{app: &app{cfg: configs.Default()}}).judgeIndex(c.behind, c.rebuilding, r)
		if r.State != c.want || !strings.Contains(r.Says, c.says) || (c.want == stateWarn) == (r.Do == "") {
			t.Errorf("%d behind, rebuilding %v: %+v, want %s with %q", c.behind, c.rebuilding, r.finding, c.want, c.says)
		}
	}
}

func TestJudgeRuns(t *testing.T) {
	t.Parallel()
	r := newReport()
	judgeRuns(map[string]stackhound.Run{"a": {Verdict: stackhound.VerdictOK}, "b": {Verdict: stackhound.VerdictFailed}, "c": {Verdict: stackhound.VerdictEmpty}}, map[string]bool{"a": true, "d": true}, r)
	if r.State != stateWarn || r.Says != "3 were read, 1 of the enabled ones never; last run failed: b; last run empty: c" || !strings.Contains(r.Do, "board health") {
		t.Errorf("%+v", r.finding)
	}
}

func newReport() *report {
	return &report{finding: finding{State: stateOK}, hide: configs.Default().Hide}
}
