package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/configs"
	"stackhound/internal/clock"
	"stackhound/lexicon/spelling"
)

// The exit statuses scripts rely on.
const (
	exitOK      = 0
	exitFailed  = 1
	exitUsage   = 2
	exitRefused = 3
)

// app is what every command shares: the global flags, the streams and, once prepared,
// the configuration.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	text           io.Writer // stdout for people: without control characters of others
	progress       *progress

	configPath string
	dataDir    string
	boardsDir  string
	json       bool
	now        string

	cfg   configs.Config
	clock clock.Clock
	log   *slog.Logger
}

// run executes one command line and returns its exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	progress := newProgress(stderr)
	stderr = plainText{stderr}
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, text: plainText{stdout}, progress: progress}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if !errors.Is(err, errTold) {
		fmt.Fprintln(stderr, "stackhound:", err)
	}
	return exitStatus(err)
}

// exitStatus maps an error to the status of the whole program. An error without a code
// that cobra made before a command ran is a usage error (see usageError).
func exitStatus(err error) int {
	var usage usageError
	switch {
	case errors.As(err, &usage), stackhound.CodeOf(err) == stackhound.CodeInvalid:
		return exitUsage
	case stackhound.CodeOf(err) == stackhound.CodeRefused:
		return exitRefused
	}
	return exitFailed
}

// usageError is a command line that makes no sense.
type usageError struct{ error }

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "stackhound",
		Short:         "Backend jobs from niche boards, matched to a declared stack, with reasons",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd) },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		hint := "see " + cmd.CommandPath() + " --help"
		if cmd.Name() == "search" && strings.HasPrefix(err.Error(), "unknown shorthand") {
			hint = "to leave a word out, end the flags with --: stackhound search -- -php"
		}
		said, _, _ := strings.Cut(err.Error(), ": strconv.")
		return usageError{fmt.Errorf("%s (%s)", said, hint)}
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.configPath, "config", "", "configuration `FILE` (default: built in; see configs/default.yaml)")
	flags.StringVar(&a.dataDir, "data", "", "data `DIR` (default from the configuration)")
	flags.BoolVar(&a.json, "json", false, "print JSON")
	flags.StringVar(&a.now, "now", "", "start the clock at this `TIME` (RFC 3339), for replays and tests")
	root.AddCommand(
		a.demoCommand(), a.serveCommand(), a.crawlCommand(), a.boardCommand(), a.searchCommand(), a.postingCommand(), a.profileCommand(), a.skillsCommand(),
		a.digestCommand(), a.alertsCommand(), a.exportCommand(), a.renormalizeCommand(), a.normalizeCommand(), a.matchCommand(),
		a.doctorCommand(), a.searchKeysCommand(), a.healthcheckCommand(), a.versionCommand(),
	)
	return root
}

func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	hint := "see " + cmd.CommandPath() + " --help"
	if near := spelling.Nearest(name, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	return usageError{fmt.Errorf("there is no command %q (%s)", name, hint)}
}

// noArgs and oneArg are cobra's checks with a usage error.
func noArgs(cmd *cobra.Command, args []string) error { return wantArgs(cmd, args, 0, 0) }
func oneArg(cmd *cobra.Command, args []string) error { return wantArgs(cmd, args, 1, 1) }

// severalArgs wants a name and one or more that go with it.
func severalArgs(cmd *cobra.Command, args []string) error { return wantArgs(cmd, args, 2, math.MaxInt) }

func wantArgs(cmd *cobra.Command, args []string, least, most int) error {
	if len(args) < least || len(args) > most {
		return usageError{fmt.Errorf("%s: %d arguments given; usage: %s", cmd.CommandPath(), len(args), cmd.UseLine())}
	}
	return nil
}

// group makes a command that only holds others.
func group(use, short string, kids ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.ArbitraryArgs, RunE: func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(cmd, args[0])
		}
		return cmd.Help()
	}}
	cmd.AddCommand(kids...)
	return cmd
}

// withoutSecrets are the commands that need no secret of the configuration, or can say
// themselves what is wrong with one: searchkeys makes the files of two.
var withoutSecrets = []string{"doctor", "searchkeys", "version", "normalize", "match"}

// prepare reads the configuration and sets the clock and the log.
func (a *app) prepare(cmd *cobra.Command) error {
	load := configs.Load
	if slices.Contains(withoutSecrets, cmd.Name()) {
		load = configs.LoadWithoutSecrets
	}
	cfg, err := load(a.configPath)
	if err != nil {
		return err
	}
	a.cfg = cfg
	if a.dataDir == "" {
		if a.dataDir, err = cfg.Data.Path(); err != nil {
			return err
		}
	}
	if a.dataDir, err = filepath.Abs(a.dataDir); err != nil {
		return err
	}
	a.clock = clock.System()
	if a.now != "" {
		t, err := time.Parse(time.RFC3339, a.now)
		if err != nil {
			return usageError{fmt.Errorf("--now %q is not a time such as 2026-11-20T23:00:00Z", a.now)}
		}
		a.clock = clock.Starting(t)
	}
	if err := a.extend(cmd); err != nil {
		return err
	}
	a.log = slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: logLevel(cmd, cfg.Log.Level)}))
	return nil
}

// logLevel keeps commands that print their own findings from logging them too.
func logLevel(cmd *cobra.Command, configured slog.Level) slog.Level {
	if cmd.Name() == "serve" || configured != slog.LevelInfo {
		return configured
	}
	return slog.LevelWarn
}

// printJSON writes one value as one line.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// printLines writes values as JSON, one a line.
func printLines[T any](a *app, values []T) error {
	for _, v := range values {
		if err := a.printJSON(v); err != nil {
			return err
		}
	}
	return nil
}

// printf writes to standard output for people.
func (a *app) printf(format string, args ...any) { fmt.Fprintf(a.text, format, args...) }

// readFile reads a file a person named, at most max bytes, with a sentence on failure.
func readFile(name string, max int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "%s cannot be read: %s", name, plain(err))
	}
	defer f.Close()
	return readAll(name, f, max)
}

// readInput reads a file as readFile does, or standard input where it is named "-".
func (a *app) readInput(name string, max int64) ([]byte, error) {
	if name == "-" {
		return readAll("standard input", a.stdin, max)
	}
	return readFile(name, max)
}

func readAll(name string, r io.Reader, max int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, max+1))
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "%s cannot be read: %s", name, plain(err))
	}
	if int64(len(data)) > max {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "%s is larger than %d bytes", name, max)
	}
	return data, nil
}

// count writes a number of things: "1 posting", "2 postings".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// plain strips the operation and path that os errors repeat.
func plain(err error) string {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err.Error()
	}
	return err.Error()
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: noArgs, RunE: func(*cobra.Command, []string) error {
		info := buildInfo()
		if a.json {
			return a.printJSON(info)
		}
		a.printf("stackhound %s %s\n", info.Version, strings.TrimSpace(info.Go+" "+info.Revision))
		return nil
	}}
}
