package main

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler/fixture"
)

func (a *app) boardRecordCommand() *cobra.Command {
	var sets []string
	force := false
	cmd := &cobra.Command{
		Use: "record FILE", Short: "Read the first pages of a live board once, and write its fixture beside the board file", Args: oneArg,
		Long: "Asks for the first pages of the list and the pages of its first jobs, as gently as a crawl does, and writes the answers, cut to\n" +
			"those jobs, into the fixture NAME.txtar beside the board file NAME.yaml, with the listings that are read of them. Secrets, what signs\n" +
			"addresses and mail addresses are left out. What is recorded is other people's text, for your own directory: fixtures of boards that\n" +
			"ship with the program are invented.",
		RunE: func(cmd *cobra.Command, args []string) error {
			target := fixture.Beside(args[0])
			if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) && !force {
				return stackhound.Errorf(stackhound.CodeRefused, "%s is there already, and nothing was asked for", target).WithHint("--force writes over it")
			}
			l, err := a.look(cmd.Context(), args[0], sets)
			if err != nil {
				return err
			}
			return l.record(cmd.Context(), target)
		},
	}
	cmd.Flags().StringArrayVar(&sets, "set", nil, "`BOARD.base=URL`: read the board at another address")
	cmd.Flags().BoolVar(&force, "force", false, "write over a fixture that is there")
	return cmd
}

func (l look) record(ctx context.Context, target string) error {
	f, r, err := fixture.Record(ctx, l.options, l.board, l.secrets())
	if err != nil {
		return err
	}
	if len(l.board.Tenants) > 0 {
		if f.Tenants, err = configs.FormatTenants(l.board.Tenants[:1]); err != nil {
			return err
		}
	}
	text := f.Format()
	if _, err := fixture.Parse(target, text); err != nil {
		return err
	}
	if err := os.WriteFile(target, text, 0o600); err != nil {
		return stackhound.Errorf(stackhound.CodeInvalid, "%s cannot be written: %s", target, plain(err))
	}
	if l.json {
		return l.printJSON(map[string]any{"board": l.board.Name, "file": target, "bytes": len(text), "answers": len(f.Answers), "listings": len(r.Listings), "fields": r.Fields, "unfilled": r.Unfilled()})
	}
	l.printf("%s: %s, %s, %s\n", target, count(len(f.Answers), "answer"), count(len(r.Listings), "listing"), size(int64(len(text))))
	l.printf("fields: %s\n", filledFields(r.Fields))
	l.printf("What was recorded is the board's own text and its advertisers': keep it in your own directory, and look through it for what is nobody's business.\n")
	return nil
}

// secrets are the values that the board file names, which must not be written down.
func (l look) secrets() (values []string) {
	for _, name := range l.board.Secrets() {
		if secret, ok := l.cfg.BoardSecret(name); ok {
			values = append(values, secret.Reveal())
		}
	}
	return values
}
