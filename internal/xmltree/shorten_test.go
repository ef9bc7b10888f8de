package xmltree

import "testing"

func TestShorten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"items behind the first", "<rss>\n<item>1</item>\n<item a=\"b\">2</item>\n<item>3</item>\n</rss>", "<rss>\n<item>1</item>\n</rss>"},
		{"another name that begins alike", "<l><items>1</items><item>2</item></l>", "<l><items>1</items><item>2</item></l>"},
		{"a path, and none of the name", "<l><job>1</job></l>", "<l><job>1</job></l>"},
	} {
		if got := string(Shorten([]byte(tt.text), 1, "channel/item", "entry")); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}
