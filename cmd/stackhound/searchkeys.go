package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/internal/secret"
	"stackhound/search/meili"
)

// The files that searchkeys writes; search.key_file and search.write_key_file name them.
const (
	searchKeyFile = "search_key"
	writeKeyFile  = "search_write_key"
)

// maxKeyFile is the most bytes of a file with a key.
const maxKeyFile = 4 << 10

// keysAsked says which keys are made and where they go.
type keysAsked struct{ url, index, masterFile, dir string }

func (a *app) searchKeysCommand() *cobra.Command {
	var k keysAsked
	cmd := &cobra.Command{
		Use: "searchkeys", Short: "Make the two keys of a search server, from its master key", Args: noArgs,
		Long: "Makes, at a Meilisearch server, a key that may search one index and a key that may fill it, and writes each to a file.\n" +
			"Nothing else ever needs the master key. Run again it finds the same keys. Keys are never printed.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			k.url, k.index = cmp.Or(k.url, a.cfg.Search.URL), cmp.Or(k.index, a.cfg.Search.Index)
			return a.makeSearchKeys(cmd.Context(), k)
		},
	}
	cmd.Flags().StringVar(&k.url, "url", "", "`ADDRESS` of the server (default search.url)")
	cmd.Flags().StringVar(&k.index, "index", "", "`NAME` of the index (default search.index)")
	cmd.Flags().StringVar(&k.masterFile, "master-key-file", "", "`FILE` that holds nothing but the master key")
	cmd.Flags().StringVar(&k.dir, "write-to", "", "`DIR` for the files "+searchKeyFile+" and "+writeKeyFile)
	return cmd
}

// check says what is missing. The master key itself has no flag: every user of a machine
// can read the arguments of its processes.
func (k keysAsked) check() error {
	switch {
	case k.url == "":
		return stackhound.Errorf(stackhound.CodeInvalid, "searchkeys does not know which server to ask").WithHint("give --url http://HOST:7700, or set search.url")
	case k.masterFile == "":
		return stackhound.Errorf(stackhound.CodeInvalid, "searchkeys needs the server's master key").WithHint("give --master-key-file FILE")
	case k.dir == "":
		return stackhound.Errorf(stackhound.CodeInvalid, "searchkeys never prints keys, so it needs a place for them").WithHint("give --write-to DIR")
	}
	return nil
}

// makeSearchKeys makes the keys, writes them and tells where they are.
func (a *app) makeSearchKeys(ctx context.Context, k keysAsked) error {
	if err := k.check(); err != nil {
		return err
	}
	data, err := readFile(k.masterFile, maxKeyFile)
	if err != nil {
		return err
	}
	master := strings.TrimRight(string(data), "\r\n")
	if master == "" {
		return stackhound.Errorf(stackhound.CodeInvalid, "%s is empty: it should hold the master key", k.masterFile)
	}
	search, write, err := meili.MakeKeys(ctx, k.url, master, k.index)
	if err != nil {
		return err
	}
	paths := map[string]string{"key_file": filepath.Join(k.dir, searchKeyFile), "write_key_file": filepath.Join(k.dir, writeKeyFile)}
	if err := writeSecret(paths["key_file"], search); err != nil {
		return err
	}
	if err := writeSecret(paths["write_key_file"], write); err != nil {
		return err
	}
	if a.json {
		return a.printJSON(paths)
	}
	a.printf("search.key_file        %s\nsearch.write_key_file  %s\n", paths["key_file"], paths["write_key_file"])
	return nil
}

// writeSecret writes a file that only its owner can read. Whoever reads it meanwhile
// finds the old content or the new, never half of one.
func writeSecret(path string, key secret.Text) error {
	err := replaceFile(path, []byte(key.Reveal()+"\n"))
	if err != nil {
		return stackhound.Errorf(stackhound.CodeInvalid, "%s cannot be written: %s", path, plain(err)).WithHint("choose another directory with --write-to DIR")
	}
	return nil
}

func replaceFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // 0600 from the start
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // there is nothing to remove once it is renamed
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
