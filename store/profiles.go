package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"stackhound"
)

// Profiles holds what each person declared, with the secrets their webhooks are signed
// with.
type Profiles struct{ db *database }

const profileColumns = "content, revision, matched, created, paused, disabled"

// Put stores a new or edited profile. A profile equal to the stored one keeps its
// revision. Every webhook alert has a secret: those made by this call are returned, by
// alert; others stay. Putting a profile enables its disabled alerts again: the person
// has said anew what they want. What is not sent yet for an alert that is no more is
// dropped. Whether the profile is paused stays as it was.
func (ps *Profiles) Put(ctx context.Context, p stackhound.Profile, now time.Time) (sp stackhound.StoredProfile, secrets map[string]string, err error) {
	if err := p.Validate(); err != nil {
		return sp, nil, err
	}
	content, err := encode("profile "+p.ID, p)
	if err != nil {
		return sp, nil, failed("put profile "+p.ID, err)
	}
	err = ps.db.writing(ctx, postingsPart, "put profile "+p.ID, func(t *tx) error {
		if _, err := t.exec(`INSERT INTO profiles (id, content, revision, matched, created, paused, disabled) VALUES (?, ?, 1, 0, ?, FALSE, '{}')
			ON CONFLICT (id) DO UPDATE SET content = excluded.content, disabled = '{}',
				revision = profiles.revision + CASE WHEN profiles.content = excluded.content THEN 0 ELSE 1 END`, p.ID, content, micros(now)); err != nil {
			return err
		}
		if secrets, err = t.makeSecrets(p); err != nil {
			return err
		}
		if err := t.dropUnsent(p.ID, alertNames(p)); err != nil {
			return err
		}
		sp, err = t.profile(p.ID)
		return err
	})
	if err != nil {
		return stackhound.StoredProfile{}, nil, err
	}
	return sp, secrets, nil
}

// makeSecrets gives each webhook alert that has none a secret, and removes those of
// alerts that are no more.
func (t *tx) makeSecrets(p stackhound.Profile) (map[string]string, error) {
	made := map[string]string{}
	hooks := []string{}
	for _, a := range p.Alerts {
		if a.Channel != stackhound.ChannelWebhook {
			continue
		}
		hooks = append(hooks, a.Name)
		secret := newSecret()
		n, err := t.exec("INSERT INTO secrets (profile, alert, secret) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", p.ID, a.Name, secret)
		if err != nil {
			return nil, err
		}
		if n == 1 {
			made[a.Name] = secret
		}
	}
	_, err := t.exec("DELETE FROM secrets WHERE profile = ? AND alert NOT IN "+t.elements(), p.ID, list(hooks))
	return made, err
}

func alertNames(p stackhound.Profile) []string {
	names := make([]string, len(p.Alerts))
	for i, a := range p.Alerts {
		names[i] = a.Name
	}
	return names
}

// dropUnsent drops what is not sent yet of a profile, but for the alerts it keeps. A
// worker that is just sending one may still get it out.
func (t *tx) dropUnsent(profile string, kept []string) error {
	_, err := t.exec(`UPDATE deliveries SET state = 'dropped', lease_owner = '', lease_until = 0
		WHERE profile = ? AND state IN ('planned', 'pending', 'held') AND alert NOT IN `+t.elements(), profile, list(kept))
	return err
}

// newSecret makes a secret in the form of the Standard Webhooks specification: 32
// random bytes.
func newSecret() string {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	return "whsec_" + base64.StdEncoding.EncodeToString(key)
}

// profile reads a profile; CodeNotFound when there is none.
func (s session) profile(id string) (stackhound.StoredProfile, error) {
	sp, ok, err := first(s, scanProfile, "SELECT "+profileColumns+" FROM profiles WHERE id = ?", id)
	if err == nil && !ok {
		err = noProfile(id)
	}
	return sp, err
}

func noProfile(id string) error {
	return stackhound.Errorf(stackhound.CodeNotFound, "there is no profile %q", id)
}

// Get returns a profile; CodeNotFound when there is none.
func (ps *Profiles) Get(ctx context.Context, id string) (stackhound.StoredProfile, error) {
	sp, err := ps.db.reading(ctx).profile(id)
	return sp, failed("get profile "+id, err)
}

// List returns all profiles by id, paused ones too.
func (ps *Profiles) List(ctx context.Context) ([]stackhound.StoredProfile, error) {
	all, err := collect(ps.db.reading(ctx), scanProfile, "SELECT "+profileColumns+" FROM profiles ORDER BY id")
	return all, failed("list profiles", err)
}

// Remove forgets a profile: its secrets, its matches and what it was told. What is not
// sent yet is dropped; deliveries made stay as a record. CodeNotFound when there is
// none.
func (ps *Profiles) Remove(ctx context.Context, id string) error {
	return ps.db.writing(ctx, postingsPart, "remove profile "+id, func(t *tx) error {
		if err := t.found(noProfile(id), "DELETE FROM profiles WHERE id = ?", id); err != nil {
			return err
		}
		for _, query := range []string{
			"DELETE FROM secrets WHERE profile = ?",
			"DELETE FROM matches WHERE profile = ?",
			"DELETE FROM told WHERE profile = ?",
		} {
			if _, err := t.exec(query, id); err != nil {
				return err
			}
		}
		return t.dropUnsent(id, []string{})
	})
}

// found runs a statement that must change a row, and returns missing when it does not.
func (t *tx) found(missing error, query string, args ...any) error {
	n, err := t.exec(query, args...)
	if err == nil && n == 0 {
		return missing
	}
	return err
}

// Pause stops all alerts of a profile, or lets them go on; CodeNotFound when there is
// none.
func (ps *Profiles) Pause(ctx context.Context, id string, paused bool) error {
	return ps.db.writing(ctx, postingsPart, "pause profile "+id, func(t *tx) error {
		return t.found(noProfile(id), "UPDATE profiles SET paused = ? WHERE id = ?", paused, id)
	})
}

// Secret returns what the messages of a webhook alert are signed with; CodeNotFound
// when it has none.
func (ps *Profiles) Secret(ctx context.Context, profile, alert string) (string, error) {
	secret, ok, err := first(ps.db.reading(ctx), value[string], "SELECT secret FROM secrets WHERE profile = ? AND alert = ?", profile, alert)
	if err == nil && !ok {
		err = stackhound.Errorf(stackhound.CodeNotFound, "alert %q of profile %q has no secret: it is no webhook", alert, profile)
	}
	return secret, failed("get a webhook's secret", err)
}

// Disable stops one alert and notes why; putting the profile again enables it.
// CodeNotFound when the profile is gone.
func (ps *Profiles) Disable(ctx context.Context, profile, alert, why string) error {
	return ps.db.writing(ctx, postingsPart, "disable an alert of "+profile, func(t *tx) error {
		sp, err := t.profile(profile)
		if err != nil {
			return err
		}
		if sp.Disabled == nil {
			sp.Disabled = map[string]string{}
		}
		sp.Disabled[alert] = why
		disabled, err := encode("disabled alerts", sp.Disabled)
		if err != nil {
			return err
		}
		_, err = t.exec("UPDATE profiles SET disabled = ? WHERE id = ?", string(disabled), profile)
		return err
	})
}

func scanProfile(r row) (sp stackhound.StoredProfile, err error) {
	var content []byte
	var created int64
	var disabled string
	if err := r.Scan(&content, &sp.Revision, &sp.Matched, &created, &sp.Paused, &disabled); err != nil {
		return sp, err
	}
	sp.Created = fromMicros(created)
	if err := decode("disabled alerts", []byte(disabled), &sp.Disabled); err != nil {
		return sp, err
	}
	return sp, decode("a profile", content, &sp.Profile)
}
