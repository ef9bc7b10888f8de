package htmlscan

import "strings"

// plainKeys are attributes whose names are the same on every element, beside data-* and
// aria-*.
var plainKeys = map[string]bool{
	"class": true, "id": true, "name": true, "rel": true, "src": true, "style": true, "alt": true, "content": true, "datetime": true, "value": true,
	"itemprop": true, "itemtype": true, "itemscope": true, "property": true, "fill": true, "width": true, "height": true,
}

// doubleKeys are attributes that stand with a prefix in pictures (13.2.6.1, adjust foreign
// attributes), which the parser takes off.
var doubleKeys = map[string]bool{
	"actuate": true, "arcrole": true, "href": true, "role": true, "show": true, "title": true, "type": true, "lang": true, "space": true, "xlink": true,
}

func foreignOf(name string) foreignKey {
	switch {
	case plainKeys[name] || strings.HasPrefix(name, "data-") || strings.HasPrefix(name, "aria-"):
		return keyPlain
	case doubleKeys[name]:
		return keyDouble
	}
	return keyUnsure
}

// foreignStart deals with a start tag within a picture. It gives up where the picture ends
// by itself or holds HTML.
func (r *reader) foreignStart(n name, end int) int {
	top := r.top()
	if top.tag == tagTitle || top.tag == tagDesc || top.tag == tagForeignObject || top.tag == tagScript || top.tag == tagStyle {
		return r.giveUp()
	}
	if kinds[n.tag].is&breakout != 0 || n.tag == tagAnnotation || r.capture.html.on > 0 {
		return r.giveUp()
	}
	if string(n.text) == "font" {
		return r.giveUp()
	}
	r.push(n, true)
	if closesItself(r.page, end, r.attrs) {
		r.pop()
	}
	return end
}

// foreignEnd deals with an end tag within a picture.
func (r *reader) foreignEnd(n name) {
	if top := r.top(); string(top.text) != string(n.text) {
		r.giveUp()
		return
	}
	r.pop()
}
