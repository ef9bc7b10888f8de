package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
)

func (a *app) alertsCommand() *cobra.Command {
	return group("alerts", "Look after deliveries: what was sent, what waits, what was given up",
		a.alertsListCommand(), a.alertsShowCommand(), a.alertsReplayCommand(), a.alertsDropCommand())
}

// openNotifier opens the store with the sending half wired.
func (a *app) openNotifier(cmd *cobra.Command, open func(context.Context) (*engine, error)) (*engine, *notifier, error) {
	e, err := open(cmd.Context())
	if err != nil {
		return nil, nil, err
	}
	n, err := e.notifier()
	if err != nil {
		e.close()
		return nil, nil, err
	}
	return e, n, nil
}

func (a *app) alertsListCommand() *cobra.Command {
	var state string
	var limit int
	cmd := &cobra.Command{Use: "list", Short: "List deliveries, newest first", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		if state != "" && !slices.Contains(stackhound.DeliveryStates, stackhound.DeliveryState(state)) {
			return stackhound.Errorf(stackhound.CodeInvalid, "--state %q is not known", state).WithHint("use one of %s", strings.Join(deliveryStates(), ", "))
		}
		e, err := a.openReader(cmd.Context())
		if err != nil {
			return err
		}
		defer e.close()
		deliveries, err := e.store.Deliveries.List(cmd.Context(), stackhound.DeliveryState(state), limit)
		if err != nil {
			return err
		}
		return a.printDeliveries(deliveries)
	}}
	cmd.Flags().StringVar(&state, "state", "", "only those that are "+strings.Join(deliveryStates(), ", "))
	cmd.Flags().IntVar(&limit, "limit", 50, "how many")
	return cmd
}

func deliveryStates() []string {
	var names []string
	for _, s := range stackhound.DeliveryStates {
		names = append(names, string(s))
	}
	return names
}

func (a *app) printDeliveries(deliveries []stackhound.Delivery) error {
	if a.json {
		return printLines(a, deliveries)
	}
	w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tPROFILE\tALERT\tCHANNEL\tSTATE\tATTEMPTS\tPOSTINGS\tCREATED\tLAST ERROR")
	for _, d := range deliveries {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%s\t%s\n", d.ID, d.Profile, d.Alert, d.Channel, d.State, d.Attempts, len(d.Items), d.Created.Format(time.DateTime), dash(d.Error))
	}
	return w.Flush()
}

func (a *app) alertsShowCommand() *cobra.Command {
	return &cobra.Command{Use: "show ID", Short: "Show one delivery whole", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		e, err := a.openReader(cmd.Context())
		if err != nil {
			return err
		}
		defer e.close()
		d, err := e.store.Deliveries.Get(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(d)
		}
		a.printf("%s  %s, %d attempts, %d crashes, last status %d %s\n", d.ID, d.State, d.Attempts, d.Crashes, d.Status, d.Error)
		return e.printDigests([]stackhound.Delivery{d})
	}}
}

func (a *app) alertsReplayCommand() *cobra.Command {
	return &cobra.Command{Use: "replay ID", Short: "Send a delivery that was sent or given up again, under the same id", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		e, n, err := a.openNotifier(cmd, a.openOwner)
		if err != nil {
			return err
		}
		defer e.close()
		if err := e.store.Deliveries.Replay(cmd.Context(), args[0], a.clock.Now()); err != nil {
			return err
		}
		if err := e.sendNow(cmd.Context(), n, args[0]); err != nil {
			return err
		}
		d, err := e.store.Deliveries.Get(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		return a.printDeliveries([]stackhound.Delivery{d})
	}}
}

func (a *app) alertsDropCommand() *cobra.Command {
	return &cobra.Command{Use: "drop ID", Short: "Give a delivery up for good", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		e, err := a.openOwner(cmd.Context())
		if err != nil {
			return err
		}
		defer e.close()
		if err := e.store.Deliveries.Drop(cmd.Context(), args[0]); err != nil {
			return err
		}
		a.printf("%s dropped\n", args[0])
		return nil
	}}
}
