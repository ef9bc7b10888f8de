package main

import (
	"encoding/json"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/matcher"
	"stackhound/understand/normalize"
)

const maxProfilesFile = 16 << 20

func (a *app) matchCommand() *cobra.Command {
	var profilesFile, postingsFile string
	cmd := &cobra.Command{
		Use: "match --profiles FILE --postings FILE", Short: "Plumbing: score ads against profiles, one JSON line a pair", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			if profilesFile == "" || postingsFile == "" {
				return usageError{errors.New("match needs both files: stackhound match --profiles FILE --postings FILE")}
			}
			profiles, err := readProfiles(profilesFile)
			if err != nil {
				return err
			}
			in, err := os.Open(postingsFile)
			if err != nil {
				return stackhound.Errorf(stackhound.CodeInvalid, "%s cannot be read: %s", postingsFile, plain(err))
			}
			defer in.Close()
			defaults, err := a.defaultsOf()
			if err != nil {
				return err
			}
			return eachLine(in, postingsFile, func(line rawLine) error { return a.matchLine(line, profiles, defaults) })
		},
	}
	cmd.Flags().StringVar(&profilesFile, "profiles", "", "a JSON array of profiles")
	cmd.Flags().StringVar(&postingsFile, "postings", "", "ads as JSON lines, as for normalize")
	return cmd
}

// readProfiles reads the JSON form of profiles; unknown keys are left aside, unknown
// skills are kept as they are.
func readProfiles(name string) ([]stackhound.Profile, error) {
	data, err := readFile(name, maxProfilesFile)
	if err != nil {
		return nil, err
	}
	var profiles []stackhound.Profile
	if err := json.Unmarshal(data, &profiles); err != nil {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "%s is not a JSON array of profiles: %w", name, err)
	}
	return profiles, nil
}

func (a *app) matchLine(line rawLine, profiles []stackhound.Profile, defaults map[string]stackhound.Defaults) error {
	l := line.listing()
	p := stackhound.Posting{ID: line.ID, Title: l.Title, Company: l.Company, Ad: normalize.Read(l, defaults[l.Board]), Text: normalize.Text(l), Posted: l.Posted}
	for _, profile := range profiles {
		if err := a.printJSON(matcher.Score(profile, p)); err != nil {
			return err
		}
	}
	return nil
}
