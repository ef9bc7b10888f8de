package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"stackhound/configs"
)

// TestIndexerWithoutTheWriteKey holds that a process that cannot fill the index on the
// search server never takes that part from one that can.
func TestIndexerWithoutTheWriteKey(t *testing.T) {
	t.Parallel()
	flags := configFile(t, "search: {url: \"http://127.0.0.1:1\", key: k}\n")
	for _, given := range []string{"indexer", "web,indexer", strings.Join(roles, ",")} {
		status, out, errs := cli(t, append([]string{"serve", "--role", given}, flags...)...)
		if status != exitUsage || out != "" || !strings.Contains(errs, "search.write_key_file") || !strings.Contains(errs, "stackhound searchkeys") {
			t.Errorf("--role %s: exit %d, %q, %q", given, status, out, errs)
		}
	}
	for _, c := range []struct {
		search configs.Search
		roles  []string
		fills  bool
		warned int
	}{
		{configs.Search{URL: "http://127.0.0.1:1", Key: "k"}, roles, false, 1},
		{configs.Search{URL: "http://127.0.0.1:1", Key: "k"}, []string{roleWeb}, false, 0},
		{configs.Search{URL: "http://127.0.0.1:1", Key: "k", WriteKey: "w"}, roles, true, 0},
		{configs.Search{}, roles, true, 0},
	} {
		var log bytes.Buffer
		e := &engine{app: &app{cfg: configs.Config{Search: c.search}, log: slog.New(slog.NewTextHandler(&log, nil))}}
		parts := map[string]part{}
		e.addIndexer(parts, c.roles)
		if _, fills := parts["indexer"]; fills != c.fills || strings.Count(log.String(), "does not fill the index") != c.warned {
			t.Errorf("%v with the roles %v: fills %v, log %q", c.search, c.roles, fills, log.String())
		}
	}
}
