package web

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// palettes reads the colours of the style sheet: the light ones and those that the dark
// scheme puts in their place.
func palettes(css string) map[string]map[string]string {
	colour := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)
	light, dark, _ := strings.Cut(css, "prefers-color-scheme: dark")
	out := map[string]map[string]string{"light": {}, "dark": {}}
	for _, m := range colour.FindAllStringSubmatch(light, -1) {
		out["light"][m[1]] = m[2]
	}
	for _, m := range colour.FindAllStringSubmatch(dark, -1) {
		out["dark"][m[1]] = m[2]
	}
	return out
}

// luminance and contrast are those of WCAG 2.2, section "relative luminance".
func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast: text reaches 4.5 to 1 on everything it stands on (WCAG 2.2, 1.4.3 AA).
func TestContrast(t *testing.T) {
	t.Parallel()
	css := string(staticFiles()["style.css"].data)
	for scheme, colours := range palettes(css) {
		for _, pair := range []string{
			"ink paper", "ink sheet", "ink tint", "ink line", "soft paper", "soft sheet", "soft tint", "green paper", "green sheet", "on-green green",
			"good paper", "good sheet", "good tint", "warn paper", "warn warn-tint", "bad paper", "bad sheet", "bad bad-tint",
		} {
			var front, back string
			fmt.Sscan(pair, &front, &back)
			if colours[front] == "" || colours[back] == "" {
				t.Fatalf("%s: no colours %s", scheme, pair)
			}
			if c := contrast(colours[front], colours[back]); c < 4.5 {
				t.Errorf("%s: %s is %.2f to 1", scheme, pair, c)
			}
		}
	}
}

func TestStyleSheetLoadsNothing(t *testing.T) {
	t.Parallel()
	css := string(staticFiles()["style.css"].data)
	if m := regexp.MustCompile(`url\(|@import|//[a-z]`).FindString(css); m != "" {
		t.Errorf("the style sheet has %q", m)
	}
	if n := len(css); n > 40<<10 {
		t.Errorf("the style sheet has %d bytes", n)
	}
}
