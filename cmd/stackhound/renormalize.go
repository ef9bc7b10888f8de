package main

import (
	"github.com/spf13/cobra"

	"stackhound/understand"
)

func (a *app) renormalizeCommand() *cobra.Command {
	return &cobra.Command{Use: "renormalize", Short: "Read every listing again by the rules of this version; alerts nobody", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		e, err := a.openOwner(cmd.Context())
		if err != nil {
			return err
		}
		defer e.close()
		if err := e.catchUp(cmd.Context()); err != nil {
			return err // news must be told as news before it is read as old
		}
		if err := e.store.Positions.Rewind(cmd.Context(), understand.Name); err != nil {
			return err
		}
		read, err := e.understander().CatchUp(cmd.Context())
		if err != nil {
			return err
		}
		if err := e.catchUp(cmd.Context()); err != nil {
			return err
		}
		open, all, err := e.store.Postings.Count(cmd.Context())
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]int{"listings": read, "open": open, "postings": all})
		}
		a.printf("%d listings read again: %d open postings of %d\n", read, open, all)
		return nil
	}}
}
