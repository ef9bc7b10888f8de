package main

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
)

func (a *app) digestCommand() *cobra.Command {
	return group("digest", "Preview or send a profile's digests", a.digestPreviewCommand(), a.digestSendCommand())
}

func (a *app) digestPreviewCommand() *cobra.Command {
	var at string
	cmd := &cobra.Command{Use: "preview PROFILE", Short: "Show what the next digests would hold; sends and remembers nothing", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		when := a.clock.Now()
		if at != "" {
			t, err := time.Parse(time.RFC3339, at)
			if err != nil {
				return stackhound.Errorf(stackhound.CodeInvalid, "--at %q is not a time such as 2026-11-21T08:00:00Z", at)
			}
			when = t
		}
		e, n, err := a.openNotifier(cmd, a.openReader)
		if err != nil {
			return err
		}
		defer e.close()
		if err := e.fillIndex(cmd.Context()); err != nil {
			return err
		}
		deliveries, err := n.planner.Preview(cmd.Context(), args[0], when)
		if err != nil {
			return err
		}
		return e.printDigests(deliveries)
	}}
	cmd.Flags().StringVar(&at, "at", "", "as of this `TIME` (RFC 3339)")
	return cmd
}

func (a *app) digestSendCommand() *cobra.Command {
	return &cobra.Command{Use: "send PROFILE", Short: "Send a profile's digests now; the regular ones then hold only what is newer", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		e, n, err := a.openNotifier(cmd, a.openOwner)
		if err != nil {
			return err
		}
		defer e.close()
		if err := e.fillIndex(cmd.Context()); err != nil {
			return err
		}
		deliveries, err := n.planner.PlanNow(cmd.Context(), args[0], "")
		if err != nil {
			return err
		}
		var ids []string
		for _, d := range deliveries {
			ids = append(ids, d.ID)
		}
		return errors.Join(e.printDigests(deliveries), e.sendNow(cmd.Context(), n, ids...))
	}}
}

func (e *engine) printDigests(deliveries []stackhound.Delivery) error {
	if e.json {
		return printLines(e.app, deliveries)
	}
	if len(deliveries) == 0 {
		e.printf("nothing new to tell\n")
	}
	for _, d := range deliveries {
		e.printf("%s to %s: %d postings (%s)\n", d.Alert, d.To, len(d.Items), d.ID)
		for _, item := range d.Items {
			e.printItem(item)
		}
	}
	return nil
}

func (e *engine) printItem(item stackhound.Item) {
	p := item.Snapshot
	e.printf("\n  %3d  %s — %s\n", item.Score, p.Title, dash(p.Company))
	for _, r := range item.Reasons {
		points, quote := "  ·", ""
		if r.Points != 0 {
			points = fmt.Sprintf("%+3d", r.Points)
		}
		if r.Quote != "" {
			quote = ": “" + r.Quote + "”"
		}
		e.printf("       %s  %s%s\n", points, r.Text, quote)
	}
	for _, s := range p.Sources {
		e.printf("       %s (%s)\n", s.URL, cmp.Or(e.terms(s.Board).Attribution.Name, s.Board))
	}
}
