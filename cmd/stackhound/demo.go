package main

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/configs"
	"stackhound/internal/sample"
	"stackhound/web"
)

// demoSeed makes every demo list the same jobs.
const demoSeed = 20261120

// demoResult is the line that demo --once --json prints.
type demoResult struct {
	Boards   int     `json:"boards"`
	Listings int     `json:"listings"`
	Postings int     `json:"postings"`
	Merged   int     `json:"merged"`
	Indexed  int     `json:"indexed"`
	Matches  int     `json:"matches"`
	Digests  int     `json:"digests"`
	Webhooks int     `json:"webhooks"`
	Seconds  float64 `json:"seconds"`
}

// demo is one run of the whole program against sample boards on this machine.
type demo struct {
	*engine
	began    time.Time
	site     *sample.Site
	mails    *sample.SMTPSink
	hooks    *sample.WebhookSink
	n        *notifier
	mailTo   string // the .eml file of the digest
	kept     bool   // the data stays when the demo ends
	readable bool   // there will be time to look at the files
	stop     []func()
	result   demoResult
	several  int // postings with more than one source
}

func (a *app) demoCommand() *cobra.Command {
	var once bool
	var addr string
	cmd := &cobra.Command{
		Use: "demo", Short: "See the whole way on sample boards: crawl, merge, match, a digest and a webhook, pages", Args: noArgs,
		Long: "Starts sample boards on this machine and takes what they list the whole way, with the code that real boards use:\n" +
			"crawled, understood, merged, indexed, matched to two sample profiles, told by one digest and one signed webhook.\n" +
			"Needs no network. All data is temporary unless --data names a directory.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			keep := cmd.Flags().Changed("data")
			return a.demo(cmd.Context(), once, keep, addr)
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "exit after the walk instead of keeping the pages up")
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "loopback `ADDRESS` for the pages; a free port is taken if it is in use")
	return cmd
}

func (a *app) demo(ctx context.Context, once, keep bool, addr string) (err error) {
	if !keep {
		dir, err := os.MkdirTemp("", "stackhound-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		a.dataDir = dir
	}
	if keep {
		if err := mustBeEmpty(a.dataDir); err != nil {
			return err
		}
	}
	a.cfg.Store, a.cfg.Search, a.cfg.Queue = configs.Store{}, configs.Search{}, configs.Queue{} // no sample job gets among real ones
	d, err := a.newDemo(ctx)
	defer d.shutdown()
	if err != nil {
		return err
	}
	d.kept, d.readable = keep, keep || !once
	if err := d.walk(ctx); err != nil {
		return err
	}
	if once {
		return d.report()
	}
	return d.keepPages(ctx, addr)
}

// mustBeEmpty refuses a directory with anything in it: the demo's people and jobs must
// not get among real ones.
func mustBeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		return stackhound.Errorf(stackhound.CodeRefused, "%s is not empty, and the demo's data must not get among other data", dir).
			WithHint("give an empty or new directory with --data, or leave it out")
	}
	return nil
}

// newDemo starts the boards and the sinks and wires the program to them. What it
// started is to be shut down even when it fails.
func (a *app) newDemo(ctx context.Context) (*demo, error) {
	site, err := sample.Start(ctx, sample.Options{Seed: demoSeed, Now: a.clock.Now()})
	if err != nil {
		return &demo{}, err
	}
	d, err := a.newDemoOn(ctx, site)
	d.stop = slices.Insert(d.stop, 0, site.Close)
	return d, err
}

// newDemoOn does so with boards that are there already.
func (a *app) newDemoOn(ctx context.Context, site *sample.Site) (d *demo, err error) {
	d = &demo{began: time.Now(), site: site}
	if d.mails, err = sample.NewSMTPSink(); err != nil {
		return d, err
	}
	d.stop = append(d.stop, d.mails.Close)
	if d.hooks, err = sample.NewWebhookSink(a.clock.Now); err != nil {
		return d, err
	}
	d.stop = append(d.stop, d.hooks.Close)
	a.configureDemo(d)
	if d.engine, err = a.openOwner(ctx); err != nil {
		return d, err
	}
	d.stop = append(d.stop, d.engine.close)
	if err = d.useSampleBoards(); err == nil {
		err = d.addSampleProfiles(ctx)
	}
	if err == nil {
		d.n, err = d.notifier()
	}
	return d, err
}

// configureDemo sends mail to the local sink and lets webhooks reach the local one.
func (a *app) configureDemo(d *demo) {
	host, port, _ := net.SplitHostPort(d.mails.Addr())
	a.cfg.Email.From = "stackhound@example.com"
	a.cfg.Email.SMTP.Host = host
	fmt.Sscan(port, &a.cfg.Email.SMTP.Port)
	a.cfg.Email.SMTP.TLS = "none"
	a.cfg.Email.EMLDir = filepath.Join(a.dataDir, "mail")
	a.cfg.Webhook.Allow = append(a.cfg.Webhook.Allow, netip.MustParsePrefix("127.0.0.0/8"))
	a.cfg.Webhook.AllowHTTP = true
}

func (d *demo) useSampleBoards() error {
	boards, err := configs.LoadBoards(sample.Boards(), ".")
	if err != nil {
		return err
	}
	d.boards = boards
	var sets []string
	for board, base := range d.site.Bases() {
		sets = append(sets, board+".base="+base)
	}
	d.result.Boards = len(boards)
	return d.setBases(sets)
}

// addSampleProfiles stores the two sample people; the secret of the webhook goes to the
// sink, which then checks every signature.
func (d *demo) addSampleProfiles(ctx context.Context) error {
	files, err := fs.Glob(sample.Profiles(), "*.yaml")
	if err != nil {
		return err
	}
	for _, name := range files {
		data, err := fs.ReadFile(sample.Profiles(), name)
		if err != nil {
			return err
		}
		p, err := loadProfile(name, []byte(strings.ReplaceAll(string(data), sample.WebhookPlaceholder, d.hooks.URL())))
		if err != nil {
			return err
		}
		_, secrets, err := d.store.Profiles.Put(ctx, p, d.clock.Now())
		if err != nil {
			return err
		}
		for _, secret := range secrets {
			if err := d.hooks.Expect(secret); err != nil {
				return err
			}
		}
	}
	return nil
}

// walk takes the sample boards the whole way: a first pass and a digest, then a second
// pass that finds a few new jobs, one of which is worth an alert at once.
func (d *demo) walk(ctx context.Context) error {
	d.say("Five sample boards list %d jobs on this machine; reading them as real boards are read.\n\n", d.site.Total())
	if err := d.pass(ctx); err != nil {
		return err
	}
	if err := d.sayMerged(ctx); err != nil {
		return err
	}
	if err := d.digest(ctx); err != nil {
		return err
	}
	fresh := d.site.Publish(3)
	d.say("\nThe boards list %d new jobs; reading them again.\n\n", len(fresh))
	if err := d.pass(ctx); err != nil {
		return err
	}
	if err := d.sendDue(ctx); err != nil {
		return err
	}
	return d.sayAlerts(ctx)
}

// pass reads every board once and lets the findings run through.
func (d *demo) pass(ctx context.Context) error {
	err := d.crawlAll(ctx, d.boards, len(d.boards), func(r stackhound.Run, err error) {
		if err != nil {
			d.say("  %-14s %v\n", r.Board, err)
			return
		}
		d.say("  %-14s %3d requests  %3d listings  %3d new  %3d unchanged  %s\n", r.Board, r.Requests, r.Items, r.New, r.Unchanged, r.Verdict)
	})
	if err != nil {
		return err
	}
	if err := d.catchUp(ctx); err != nil {
		return err
	}
	_, err = d.indexer.CatchUp(ctx)
	return err
}

func (d *demo) sayMerged(ctx context.Context) error {
	if err := d.count(ctx); err != nil {
		return err
	}
	d.say("\n%d listings are %d jobs: %d were listed on more than one board.\n", d.result.Listings, d.result.Postings, d.several)
	return nil
}

// count fills in the figures from what is stored.
func (d *demo) count(ctx context.Context) error {
	open, _, err := d.store.Postings.Count(ctx)
	if err != nil {
		return err
	}
	listings := 0
	d.several = 0
	err = d.store.Postings.Each(ctx, false, func(p stackhound.Posting) error {
		listings += len(p.Sources)
		if len(p.Sources) > 1 {
			d.several++
		}
		return nil
	})
	if err != nil {
		return err
	}
	d.result.Listings, d.result.Postings, d.result.Merged = listings, open, listings-open
	if d.result.Indexed, err = d.indexer.Count(ctx); err != nil {
		return err
	}
	d.result.Matches, err = d.store.Matches.Count(ctx)
	return err
}

// digest sends everyone who asked for one their digest now, without waiting for morning.
func (d *demo) digest(ctx context.Context) error {
	profiles, err := d.store.Profiles.List(ctx)
	if err != nil {
		return err
	}
	for _, p := range profiles {
		for _, a := range p.Alerts {
			if a.When == "instant" {
				continue
			}
			if err := d.digestFor(ctx, p.ID, a.Name); err != nil {
				return err
			}
		}
	}
	return d.sendDue(ctx)
}

// sendDue sends everything that is due: all of it is the demo's.
func (d *demo) sendDue(ctx context.Context) error {
	_, failed, err := d.n.sender.Drain(ctx)
	if err == nil && failed > 0 {
		err = stackhound.Errorf(stackhound.CodeUnavailable, "%d messages could not be sent", failed)
	}
	return err
}

func (d *demo) digestFor(ctx context.Context, profile, alert string) error {
	planned, err := d.n.planner.PlanNow(ctx, profile, alert)
	for _, delivery := range planned {
		d.mailTo = filepath.Join(d.cfg.Email.EMLDir, delivery.ID+".eml")
		d.say("A digest for %s tells %d of them, best first:\n", profile, len(delivery.Items))
		d.sayBest(delivery.Items)
	}
	return err
}

// sayBest shows the first three items of a digest with their two weightiest reasons.
func (d *demo) sayBest(items []stackhound.Item) {
	for _, item := range items[:min(3, len(items))] {
		d.say("  %3d  %s — %s\n", item.Score, item.Snapshot.Title, item.Snapshot.Company)
		for _, r := range item.Reasons[:min(2, len(item.Reasons))] {
			d.say("       %+d %s “%s”\n", r.Points, r.Text, r.Quote)
		}
	}
}

func (d *demo) sayAlerts(ctx context.Context) error {
	if err := d.count(ctx); err != nil {
		return err
	}
	hooks := d.hooks.Counts()
	d.result.Digests, d.result.Webhooks = len(d.mails.Mails()), hooks.Accepted
	d.result.Seconds = float64(time.Since(d.began).Milliseconds()) / 1000
	if hooks.Refused > 0 {
		return stackhound.Errorf(stackhound.CodeUnavailable, "the webhook sink refused %d requests: their signatures did not verify", hooks.Refused)
	}
	where := ""
	if d.readable {
		where = ": " + d.mailTo
	}
	if hooks.Accepted == 0 || d.result.Digests == 0 {
		return stackhound.Errorf(stackhound.CodeUnavailable, "%d webhooks and %d digests arrived: the sinks should have got one of each", hooks.Accepted, d.result.Digests)
	}
	d.say("\nThe webhook sink took %d signed alert; its signature verifies. The mail sink took %d digest%s.\n", d.result.Webhooks, d.result.Digests, where)
	return nil
}

// report prints the figures of a finished walk.
func (d *demo) report() error {
	r := d.result
	if d.json {
		return d.printJSON(r)
	}
	d.printf("\n%d boards, %d listings, %d postings (%d merged), %d indexed, %d matches, %d digest, %d webhook in %.1f s\n",
		r.Boards, r.Listings, r.Postings, r.Merged, r.Indexed, r.Matches, r.Digests, r.Webhooks, r.Seconds)
	return nil
}

// say tells the walk's story: on standard output, or on standard error beside JSON.
func (d *demo) say(format string, args ...any) {
	if d.json {
		fmt.Fprintf(d.stderr, format, args...)
		return
	}
	d.printf(format, args...)
}

// keepPages reports, then serves the pages until the program is stopped.
func (d *demo) keepPages(ctx context.Context, addr string) error {
	listener, err := web.Listen(addr, false)
	if err != nil {
		if stackhound.CodeOf(err) == stackhound.CodeRefused {
			return err
		}
		if listener, err = web.Listen("127.0.0.1:0", false); err != nil {
			return err
		}
	}
	if err := d.report(); err != nil {
		listener.Close()
		return err
	}
	ending := "and removes its data"
	if d.kept {
		ending = "; its data stays in " + d.dataDir
	}
	d.say("\nLook around: http://%s   (Ctrl-C stops the demo %s)\n", listener.Addr(), ending)
	return d.servePages(ctx, listener)
}

// shutdown stops what was started, the last first.
func (d *demo) shutdown() {
	for _, stop := range slices.Backward(d.stop) {
		stop()
	}
}
