package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/configs"
)

const maxProfileFile = 64 << 10

func (a *app) profileCommand() *cobra.Command {
	return group("profile", "Add, list and remove the people jobs are matched to",
		a.profileAddCommand(), a.profileListCommand(), a.profileShowCommand(), a.profilePauseCommand(), a.profileRemoveCommand())
}

// loadProfile reads a profile file and checks it against everything that is known.
func loadProfile(name string, data []byte) (stackhound.Profile, error) {
	return configs.LoadProfile(name, data, configs.Knowledge{Skill: knownSkill, Query: knownQuery, Region: configs.Region})
}

func (a *app) profileAddCommand() *cobra.Command {
	return &cobra.Command{Use: "add FILE", Short: "Add a profile, or replace the one of the same id; FILE - is standard input", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		data, err := a.readInput(args[0], maxProfileFile)
		if err != nil {
			return err
		}
		p, err := loadProfile(args[0], data)
		if err != nil {
			return err
		}
		e, err := a.openOwner(cmd.Context())
		if err != nil {
			return err
		}
		defer e.close()
		return e.addProfile(cmd, p)
	}}
}

// addProfile stores a profile, matches what is already there to it, and shows the
// secrets of new webhook alerts this once.
func (e *engine) addProfile(cmd *cobra.Command, p stackhound.Profile) error {
	stored, secrets, err := e.store.Profiles.Put(cmd.Context(), p, e.clock.Now())
	if err != nil {
		return err
	}
	if err := e.catchUp(cmd.Context()); err != nil {
		return err
	}
	for _, key := range kept(p) {
		fmt.Fprintf(e.stderr, "%s is kept, but ads are not read for it yet: it changes no score\n", key)
	}
	if e.json {
		return e.printJSON(map[string]any{"id": stored.ID, "revision": stored.Revision, "secrets": secrets})
	}
	e.printf("profile %s saved, revision %d; alerts: %s\n", stored.ID, stored.Revision, alertNames(stored))
	for alert, secret := range secrets {
		e.printf("signing secret of alert %s, shown once: %s\n", alert, secret)
	}
	return nil
}

// kept names the keys of a profile that nothing is compared with yet.
func kept(p stackhound.Profile) []string {
	var keys []string
	if len(p.Languages) > 0 {
		keys = append(keys, "languages")
	}
	if p.Mute.Agencies {
		keys = append(keys, "mute.agencies")
	}
	return keys
}

func (a *app) profileListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: "List the profiles", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		e, err := a.openReader(cmd.Context())
		if err != nil {
			return err
		}
		defer e.close()
		profiles, err := e.store.Profiles.List(cmd.Context())
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
		if a.json {
			return printLines(a, profiles)
		}
		if len(profiles) == 0 {
			a.printf("no profiles yet: add one with stackhound profile add FILE\n")
		}
		for _, p := range profiles {
			fmt.Fprintf(w, "%s\t%s\talerts: %s%s\n", p.ID, strings.Join(p.Stack.Core, ", "), alertNames(p), pausedNote(p))
		}
		return w.Flush()
	}}
}

func alertNames(p stackhound.StoredProfile) string {
	var names []string
	for _, a := range p.Alerts {
		names = append(names, fmt.Sprintf("%s (%s, %s)", a.Name, a.Channel, a.When))
	}
	return dash(strings.Join(names, ", "))
}

func pausedNote(p stackhound.StoredProfile) string {
	if p.Paused {
		return ", paused"
	}
	return ""
}

func (a *app) profileShowCommand() *cobra.Command {
	return &cobra.Command{Use: "show ID", Short: "Show a profile as it is stored", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		e, err := a.openReader(cmd.Context())
		if err != nil {
			return err
		}
		defer e.close()
		p, err := e.store.Profiles.Get(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		return a.printJSON(p)
	}}
}

func (a *app) profilePauseCommand() *cobra.Command {
	var resume bool
	cmd := &cobra.Command{Use: "pause ID", Short: "Send a profile nothing until --resume", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		return a.changeProfile(cmd, args[0], func(e *engine) error { return e.store.Profiles.Pause(cmd.Context(), args[0], !resume) })
	}}
	cmd.Flags().BoolVar(&resume, "resume", false, "send again")
	return cmd
}

func (a *app) profileRemoveCommand() *cobra.Command {
	return &cobra.Command{Use: "remove ID", Short: "Remove a profile and what was matched to it", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		return a.changeProfile(cmd, args[0], func(e *engine) error { return e.store.Profiles.Remove(cmd.Context(), args[0]) })
	}}
}

func (a *app) changeProfile(cmd *cobra.Command, id string, change func(*engine) error) error {
	e, err := a.openOwner(cmd.Context())
	if err != nil {
		return err
	}
	defer e.close()
	if err := change(e); err != nil {
		return err
	}
	a.printf("profile %s: done\n", id)
	return nil
}
