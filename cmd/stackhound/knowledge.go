package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/lexicon/money"
	"stackhound/lexicon/skills"
)

// extend puts the configured files over what the program knows. Commands that tell what is
// wrong with such files read them themselves.
func (a *app) extend(cmd *cobra.Command) error {
	switch cmd.CommandPath() {
	case "stackhound doctor", "stackhound skills check":
		return nil
	}
	if err := a.extendSkills(); err != nil {
		return err
	}
	return a.layRates()
}

// layRates lays the configured table of rates over that of the program.
func (a *app) layRates() error {
	if a.cfg.Rates == "" {
		return nil
	}
	text, err := readFile(a.cfg.Rates, money.MaxRates)
	if err != nil {
		return err
	}
	if err := money.LayRates(a.cfg.Rates, string(text)); err != nil {
		return stackhound.Errorf(stackhound.CodeInvalid, "%w", err).WithHint("the setting is rates; docs/pay.md has the grammar")
	}
	return nil
}

// lookAtSkills looks at the operator's own files of skills.
func (d *doctor) lookAtSkills(_ context.Context, r *report) {
	const do = "correct the lines, or take the file out of skills; stackhound skills check reads the files alone"
	files, err := skillFiles(d.cfg.Skills)
	switch {
	case err != nil:
		r.fail(do, "%s", err)
		return
	case len(files) == 0:
		r.note("those of the program")
		return
	}
	if err := skills.Check(files...); err != nil {
		r.fail(do, "%s", strings.ReplaceAll(err.Error(), "\n", "; "))
		return
	}
	r.note("those of the program, and %s of your own", count(len(files), "file"))
}

// lookAtRates looks at the operator's own table of rates.
func (d *doctor) lookAtRates(_ context.Context, r *report) {
	const do = "correct the lines, or set rates to nothing"
	if d.cfg.Rates == "" {
		r.note("those of the program, of %s", money.RatesDate().Format(time.DateOnly))
		return
	}
	text, err := readFile(d.cfg.Rates, money.MaxRates)
	if err != nil {
		r.fail(do, "%s", err)
		return
	}
	day, err := money.CheckRates(d.cfg.Rates, string(text))
	if err != nil {
		r.fail(do, "%s", strings.ReplaceAll(err.Error(), "\n", "; "))
		return
	}
	r.note("those of %s, of %s", d.cfg.Rates, day.Format(time.DateOnly))
}
