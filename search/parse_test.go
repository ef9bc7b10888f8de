package search_test

import (
	"reflect"
	"strings"
	"testing"

	"stackhound"
	"stackhound/search"
)

// TestParse holds what written queries mean, by their canonical form.
func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ written, want string }{
		{"", ""},
		{"  go   engineer ", "go engineer"},
		{`go "message  queue" -php -"night shift"`, `go "message queue" -php -"night shift"`},
		{"go AND rust", "go rust"},
		{"stack:golang word", "word stack:go"},
		{"stack:Golang,go,k8s", "stack:go,kubernetes"},
		{"role:back-end level:sr workplace:on-site", "role:backend level:senior workplace:onsite"},
		{"seniority:senior roles:sre skill:go", "level:senior role:devops stack:go"},
		{"region:Eu region:usa country:uk currency:chf", "region:EU region:US country:GB currency:CHF"},
		{"region:utc-5..utc+2", "region:UTC-5..UTC+2"},
		{"only:niche", "niche:yes"},
		{`company:"acme corp",nordwind`, `company:"acme corp",nordwind`},
		{`company:łódź`, `company:"łódź"`},
		{"salary:>90k", "salary:>90k"},
		{"salary:>=90,500", "salary:>=90500"},
		{"salary:60k..90k salary:..1m salary:0.5k..", "salary:60k..90k salary:<=1000k salary:>=500"},
		{"years:<=3 years:<3 years:≥2y", "years:<=3 years:<3 years:>=2"},
		{"posted:<1w seen:<=36h", "posted:<7d seen:<=1.5d"},
		{"years:>0 years:<0", "years:>0 years:<0"},
		{"posted:7d seen:2w", "posted:<7d seen:<14d"},
		{"country:Germany country:u.s. region:poland", "country:DE country:US region:PL"},
		{"level:head level:vp level:entry level:tech-lead level:mid-level", "level:executive level:executive level:junior level:lead level:mid"},
		{"salary:>50k EUR salary:>50kEUR salary:>=50k€ salary:60k..90k € go", "go salary:>50k salary:>50k salary:>=50k salary:60k..90k"},
		{"(salary:>50k EUR) salary:>50k Eurostar", "Eurostar salary:>50k salary:>50k"},
		{"(stack:go)", "stack:go"},
		{"(stack:go role:data) OR niche:no", "((stack:go role:data) OR niche:no)"},
		{"(stack:go (role:data niche:no))", "stack:go role:data niche:no"},
		{"stack:go OR (stack:rust OR stack:c)", "(stack:go OR stack:rust OR stack:c)"},
		{"-(stack:go OR stack:rust)", "-(stack:go OR stack:rust)"},
		{"-(-stack:go)", "stack:go"},
		{"--stack:go", "-stack:go"},
		{"a1:b 10:30", "a1:b 10:30"},
		{`foo"bar baz"qux`, `foo "bar baz" qux`},
		{"& - , \"\" -\"\"", ""},
		{"orbit ANDes OR-1 or", "orbit ANDes OR-1 or"},
	} {
		q, err := search.Parse(c.written)
		if err != nil {
			t.Errorf("%s: %v", c.written, err)
			continue
		}
		if got := written(q); got != c.want {
			t.Errorf("%s becomes %s, want %s", c.written, got, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("-(stack:go OR (stack:c ", 6) + "niche:no" + strings.Repeat("))", 6)
	for _, c := range []struct{ written, want string }{
		{"foo:bar", `column 1: "foo" is no field (fields are stack, role,`},
		{"rol:bar", `column 1: "rol" is no field (did you mean role? fields are stack`},
		{"salary:>50k USD", "column 8: a salary is searched for in EUR a year, not in USD (convert the figure; currency:USD finds"},
		{"salary:>50kpln", "a salary is searched for in EUR a year, not in PLN"},
		{"salary:>1000mxn", "a salary is searched for in EUR a year, not in MXN"},
		{"country:Atlantis", `"Atlantis" is no country (use its English name`},
		{"level:xyz", `"xyz" is no value of level (it can be intern, junior`},
		{"go Role:bakend", `column 9: "bakend" is no value of role (did you mean backend?`},
		{"stack:go,nosuchthing", `column 10: no technology is known as "nosuchthing"`},
		{"region:mars", `column 8: "mars" is no region`},
		{"currency:euro", `"euro" is no currency code`},
		{"company:confidential", `"confidential" names no company`},
		{"only:fun", `"fun" is no value of niche`},
		{"salary:90k", `"90k" is no range of salary (write EUR a year`},
		{"salary:>9e9", "is no range"},
		{"salary:>999999999999", "is no range"},
		{"years:3d..", "is no range"},
		{"posted:..", "is no range"},
		{"posted:>", "is no range"},
		{"AND OR stack:go", "column 5: OR joins filters only"},
		{"stack:go OR OR stack:c", "column 13: OR joins filters only"},
		{"stack:go OR engineer", "column 13: OR joins filters only"},
		{`company:"acme`, `column 9: a closing " is missing`},
		{"stack:go,", "column 10: a value is missing"},
		{"(", "a ) is missing"},
		{strings.Repeat("a", stackhound.MaxQueryLength+1), "at most 512"},
		{"currency:" + strings.TrimSuffix(strings.Repeat("eur,usd,", 50), ","), ""},
		{deep, "deep"},
		{strings.Repeat("niche:no ", 30) + "board:" + many(70), ""},
	} {
		_, err := search.Parse(c.written)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s is refused: %v", c.written, err)
		case c.want == "":
		case err == nil || !strings.Contains(err.Error(), c.want):
			t.Errorf("%s gives %v, want %q", c.written, err, c.want)
		case stackhound.CodeOf(err) != stackhound.CodeInvalid:
			t.Errorf("%s gives code %s", c.written, stackhound.CodeOf(err))
		}
	}
	if _, err := search.Parse("board:" + many(stackhound.MaxFilterLeaves+1)); err == nil {
		t.Error("too many values are not refused")
	}
}

// many returns n short distinct values.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteByte("abcdefghijklmnopqrstuvwxyz"[i%26])
		b.WriteByte("abcdefghijklmnopqrstuvwxyz"[i/26])
		b.WriteByte(',')
	}
	return strings.TrimSuffix(b.String(), ",")
}

// FuzzParse holds that no query breaks the parser and that what it understood can be
// written down and understood again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`go "message queue" -php stack:go,rust (role:data OR -level:senior) salary:>90k years:<=3 posted:<7d`,
		"only:niche -(-(stack:c++ stack:c#)) OR region:utc-5..utc+2", `company:"łódź & co",x seen:1.5h..`, "salary:>1m AND years:<0.1", "--a:b - ) ( \"",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := search.Parse(s)
		if err != nil {
			if stackhound.CodeOf(err) != stackhound.CodeInvalid {
				t.Fatalf("%q: %v has no code", s, err)
			}
			return
		}
		canonical := written(q)
		if len(canonical) > stackhound.MaxQueryLength {
			return
		}
		again, err := search.Parse(canonical)
		if err != nil {
			t.Fatalf("%q becomes %q: %v", s, canonical, err)
		}
		if !reflect.DeepEqual(again, q) {
			t.Fatalf("%q becomes %q, which is %+v instead of %+v", s, canonical, again, q)
		}
	})
}
