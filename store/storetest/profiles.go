package storetest

import (
	"encoding/base64"
	"strings"
	"time"

	"stackhound"
)

// ada has a digest by mail and an instant alert by webhook.
func ada() stackhound.Profile {
	return stackhound.Profile{
		ID: "ada", Timezone: "Europe/Berlin", Stack: stackhound.Declared{Core: []string{"go"}},
		Alerts: []stackhound.Alert{
			{Name: "morning", Channel: "email", To: "ada@example.com", When: "daily 08:00", MinScore: 60},
			{Name: "hook", Channel: "webhook", URL: "https://example.com/hook", When: "instant", MinScore: 75},
		},
	}
}

func profileLife(b *bench) {
	sp, _, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.same("new", sp, stackhound.StoredProfile{Profile: ada(), Revision: 1, Created: noon, Disabled: sp.Disabled})
	b.same("disabled", len(sp.Disabled), 0)
	b.ok(b.Profiles.Pause(b.ctx, "ada", true))
	b.later(time.Hour)
	sp, _, err = b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.same("the same again", []any{sp.Revision, sp.Created, sp.Paused}, []any{int64(1), noon, true})
	edited := ada()
	edited.Stack.Also = []string{"grpc"}
	sp, _, err = b.Profiles.Put(b.ctx, edited, b.now)
	b.ok(err)
	b.same("edited", []any{sp.Revision, sp.Stack.Also}, []any{int64(2), []string{"grpc"}})
	b.ok(b.Profiles.Pause(b.ctx, "ada", false))
	b.same("paused", must(b.Profiles.Get(b.ctx, "ada"))(b).Paused, false)

	bo := ada()
	bo.ID = "aaron"
	_, _, err = b.Profiles.Put(b.ctx, bo, b.now)
	b.ok(err)
	list := must(b.Profiles.List(b.ctx))(b)
	b.same("by id", []string{list[0].ID, list[1].ID}, []string{"aaron", "ada"})

	_, _, err = b.Profiles.Put(b.ctx, stackhound.Profile{ID: "no stack"}, b.now)
	b.code(err, stackhound.CodeInvalid)
	_, err = b.Profiles.Get(b.ctx, "nobody")
	b.code(err, stackhound.CodeNotFound)
	b.code(b.Profiles.Pause(b.ctx, "nobody", true), stackhound.CodeNotFound)
	b.code(b.Profiles.Remove(b.ctx, "nobody"), stackhound.CodeNotFound)
	b.code(b.Profiles.Disable(b.ctx, "nobody", "hook", "gone"), stackhound.CodeNotFound)
}

func secrets(b *bench) {
	_, made, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.same("made for webhooks only", len(made), 1)
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(made["hook"], "whsec_"))
	b.ok(err)
	b.same("bytes", len(raw), 32)
	b.same("stored", must(b.Profiles.Secret(b.ctx, "ada", "hook"))(b), made["hook"])
	_, err = b.Profiles.Secret(b.ctx, "ada", "morning")
	b.code(err, stackhound.CodeNotFound)

	more := ada()
	more.Alerts[1].URL = "https://example.com/elsewhere"
	more.Alerts = append(more.Alerts, stackhound.Alert{Name: "second", Channel: "webhook", URL: "https://example.com/2", When: "instant"})
	_, again, err := b.Profiles.Put(b.ctx, more, b.now)
	b.ok(err)
	b.same("only the new one's", []any{len(again), again["second"] != ""}, []any{1, true})
	b.same("the first stays", must(b.Profiles.Secret(b.ctx, "ada", "hook"))(b), made["hook"])

	less := ada()
	less.Alerts = less.Alerts[:1]
	_, _, err = b.Profiles.Put(b.ctx, less, b.now)
	b.ok(err)
	_, err = b.Profiles.Secret(b.ctx, "ada", "hook")
	b.code(err, stackhound.CodeNotFound)
}

func disabling(b *bench) {
	_, _, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.ok(b.Profiles.Disable(b.ctx, "ada", "hook", "410 Gone"))
	b.ok(b.Profiles.Disable(b.ctx, "ada", "morning", "refused"))
	b.same("disabled", must(b.Profiles.Get(b.ctx, "ada"))(b).Disabled, map[string]string{"hook": "410 Gone", "morning": "refused"})
	sp, _, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.same("put again", len(sp.Disabled), 0)
}

// An edit that removes an alert takes back what it had yet to send.
func editDropsUnsent(b *bench) {
	_, _, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	for _, id := range []string{"planned", "pending", "sent"} {
		b.plan(id, "p-"+id)
	}
	b.ok(b.Deliveries.Freeze(b.ctx, "pending", []byte("x"), b.now))
	b.send("sent")
	other := b.about("other alert", "p1")
	other.Alert = "hook"
	must(b.Deliveries.Plan(b.ctx, other))(b)
	_, _, err = b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.same("put again", must(b.Deliveries.Counts(b.ctx))(b), map[stackhound.DeliveryState]int{stackhound.DeliveryPlanned: 2, stackhound.DeliveryPending: 1, stackhound.DeliverySent: 1})
	less := ada()
	less.Alerts = less.Alerts[1:]
	_, _, err = b.Profiles.Put(b.ctx, less, b.now)
	b.ok(err)
	b.same("without the alert", must(b.Deliveries.Counts(b.ctx))(b), map[stackhound.DeliveryState]int{stackhound.DeliveryPlanned: 1, stackhound.DeliveryDropped: 2, stackhound.DeliverySent: 1})
}

func removing(b *bench) {
	_, _, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.open("p1")
	b.match("p1", 90)
	for _, id := range []string{"planned", "pending", "sent"} {
		b.plan(id, "p-"+id)
	}
	b.ok(b.Deliveries.Freeze(b.ctx, "pending", []byte("x"), b.now))
	b.send("sent")
	b.ok(b.Profiles.Remove(b.ctx, "ada"))
	b.same("deliveries", must(b.Deliveries.Counts(b.ctx))(b), map[stackhound.DeliveryState]int{stackhound.DeliveryDropped: 2, stackhound.DeliverySent: 1})
	b.same("pairs", must(b.Matches.Count(b.ctx))(b), 0)
	_, err = b.Profiles.Secret(b.ctx, "ada", "hook")
	b.code(err, stackhound.CodeNotFound)
	b.same("told", must(b.Matches.Untold(b.ctx, "ada", "morning", []string{"p-sent"}))(b), []string{"p-sent"})
}
