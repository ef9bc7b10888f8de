package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/lexicon/skills"
)

func (a *app) skillsCommand() *cobra.Command {
	return group("skills", "Look at the known technologies, find unknown ones, check files with more",
		a.skillsShowCommand(), a.skillsGapsCommand(), a.skillsCheckCommand())
}

// extendSkills puts the configured files over the skills of the program.
func (a *app) extendSkills() error {
	if len(a.cfg.Skills) == 0 {
		return nil
	}
	files, err := skillFiles(a.cfg.Skills)
	if err != nil {
		return err
	}
	if err := skills.Extend(files...); err != nil {
		return stackhound.Errorf(stackhound.CodeInvalid, "%w", err).WithHint("stackhound skills check reads the files alone")
	}
	return nil
}

func skillFiles(names []string) ([]skills.File, error) {
	var files []skills.File
	for _, name := range names {
		data, err := readFile(name, skills.MaxFile)
		if err != nil {
			return nil, err
		}
		files = append(files, skills.File{Name: name, Text: string(data)})
	}
	return files, nil
}

func (a *app) skillsShowCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show NAME", Short: "Show a technology: its spellings, what it implies, what lies near, the evidence it needs", Args: func(cmd *cobra.Command, args []string) error { return wantArgs(cmd, args, 1, 5) },
		RunE: func(_ *cobra.Command, args []string) error {
			name := strings.Join(args, " ")
			canonical, ok := skills.Resolve(name)
			if !ok {
				return unknownSkill(name)
			}
			d, _ := skills.Describe(canonical)
			if a.json {
				return a.printJSON(d)
			}
			a.printSkill(d)
			return nil
		},
	}
}

func unknownSkill(name string) error {
	err := stackhound.Errorf(stackhound.CodeNotFound, "there is no skill %q", name)
	if near := skills.Nearest(name, 3); len(near) > 0 {
		return err.WithHint("did you mean %s?", strings.Join(near, ", "))
	}
	return err.WithHint("to add it, see docs/skills.md")
}

func (a *app) printSkill(d skills.Details) {
	a.printf("%s — %s\n\n", d.Name, d.Category)
	var near []string
	for _, n := range d.Near {
		near = append(near, fmt.Sprintf("%s (%.1f)", n.Name, n.Closeness))
	}
	a.printf("implies      %s\n", dash(strings.Join(d.Implies, ", ")))
	a.printf("implied by   %s\n", dash(strings.Join(d.ImpliedBy, ", ")))
	a.printf("near         %s\n", dash(strings.Join(near, ", ")))
	a.printf("spellings\n")
	for _, s := range d.Spellings {
		a.printf("  %-24s %s\n", s.Written, s.Counts)
	}
	a.printf("evidence     %s\n", dash(strings.Join(d.Evidence, ", ")))
	a.printf("never        %s\n", dash(strings.Join(d.Never, ", ")))
}

func (a *app) skillsCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use: "check [FILE…]", Short: "Check files of skills; without one, those of the configuration", Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = a.cfg.Skills
			}
			files, err := skillFiles(args)
			if err != nil {
				return err
			}
			if err := skills.Check(files...); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]any{"checked": len(files), "ok": true})
			}
			a.printf("ok: %s\n", count(len(files), "file"))
			return nil
		},
	}
}
