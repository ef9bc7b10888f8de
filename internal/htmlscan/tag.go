package htmlscan

import "strings"

// tag is a number for the name of an element that the rules below speak of; 0 is any
// other name.
type tag uint8

// trait is something the HTML standard says of elements of a name.
type trait uint32

const (
	special    trait = 1 << iota // 13.2.4.2: an end tag of another name does not reach beyond it
	formatting                   // 13.2.4.3: opened again where it was not closed itself
	void                         // has no content and no end tag
	unclosed                     // written as <br/> when markup is rendered
	raw                          // its content is text up to its end tag
	literal                      // that text is rendered as it stands
	inHead                       // belongs into the head
	implied                      // 13.2.6.3: its end tag may be left out
	bounds                       // 13.2.4.2: ends every scope
	cell                         // one of the cells of a table
	group                        // one of the groups of rows of a table
	heading                      // h1 to h6
	breakout                     // 13.2.6.5: ends foreign content
	lines                        // stands on lines of its own
	hidden                       // shows no text
	endsScoped                   // its end tag closes what is open in it
	odd                          // rearranges what stands around it: not for this reader
)

// Lines names the elements whose text stands on lines of its own where a page is shown.
var Lines = strings.Fields("p div li ul ol br tr td th dt dd h1 h2 h3 h4 h5 h6 section article blockquote pre")

// traits gives the names that have each trait, as the parser of golang.org/x/net/html has
// them, which the differential test holds this reader to.
var traits = []struct {
	trait
	names string
}{
	{special, "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd details dir div dl dt embed " +
		"fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main " +
		"marquee menu meta nav noembed noframes noscript object ol p param plaintext pre script section select source style summary table tbody td template " +
		"textarea tfoot th thead title tr track ul wbr xmp"},
	{formatting, "a b big code em font i nobr s small strike strong tt u"},
	{void, "area base basefont bgsound br embed hr img input keygen link meta param source track wbr"},
	{unclosed, "area base br col embed hr img input keygen link meta param source track wbr"},
	{raw, "iframe noembed noframes noscript plaintext script style textarea title xmp"},
	{literal, "iframe noembed noframes noscript plaintext script style xmp"},
	{inHead, "base basefont bgsound link meta noframes noscript script style title"},
	{implied, "dd dt li optgroup option p rb rp rt rtc"},
	{bounds, "applet caption html table td th marquee object template select"},
	{cell, "td th"},
	{group, "tbody thead tfoot"},
	{heading, "h1 h2 h3 h4 h5 h6"},
	{breakout, "b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s " +
		"small span strong strike sub sup table tt u ul var"},
	{hidden, "script style template"},
	{endsScoped, "address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer header hgroup listing main menu " +
		"nav ol pre search section select summary ul"},
	{odd, "applet caption col colgroup frame frameset image marquee math object plaintext rb rp rt rtc template xmp"},
	{lines, strings.Join(Lines, " ")},
}

// rule is how a start tag of a name is dealt with in the body of a page.
type rule uint8

const (
	ruleOther rule = iota
	ruleParagraph
	ruleHeading
	ruleForm
	ruleItem
	ruleTerm
	ruleOnce // not inside another of its name
	ruleTable
	ruleSelect
	ruleOption
	ruleOptgroup
	ruleField
	ruleLine
	ruleForeign
	ruleRefused // nothing of the kind may stand in the body
)

var rules = []struct {
	rule
	names string
}{
	{ruleParagraph, "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main menu nav ol p search " +
		"section summary ul pre listing"},
	{ruleHeading, "h1 h2 h3 h4 h5 h6"},
	{ruleForm, "form"}, {ruleItem, "li"}, {ruleTerm, "dd dt"}, {ruleOnce, "a button nobr"}, {ruleTable, "table"}, {ruleSelect, "select"},
	{ruleOption, "option"}, {ruleOptgroup, "optgroup"}, {ruleField, "input"}, {ruleLine, "hr"}, {ruleForeign, "svg"},
	{ruleRefused, "html head body tbody td tfoot th thead tr"},
}

// kind is all that is known of a name.
type kind struct {
	name string
	is   trait
	rule rule
}

// slots is the size of the table that names are looked up in, sparse enough that nearly
// every look-up ends at its first place.
const slots = 1 << 11

var (
	kinds  = []kind{{}}
	places [slots]tag
)

func init() {
	for _, t := range traits {
		for name := range strings.FieldsSeq(t.names) {
			kinds[register(name)].is |= t.trait
		}
	}
	for _, r := range rules {
		for name := range strings.FieldsSeq(r.names) {
			kinds[register(name)].rule = r.rule
		}
	}
}

// register returns the tag of a name, a new one if need be.
func register(name string) tag {
	if t := tagOf([]byte(name)); t != 0 {
		return t
	}
	at := place([]byte(name))
	for places[at] != 0 {
		at = (at + 1) % slots
	}
	kinds = append(kinds, kind{name: name})
	places[at] = tag(len(kinds) - 1)
	return places[at]
}

func place(name []byte) uint32 {
	n := len(name)
	return (uint32(name[0])*131 + uint32(name[n-1])*31 + uint32(name[n/2])*7 + uint32(n)*257) % slots
}

// tagOf returns the tag of a name in lower case.
func tagOf(name []byte) tag {
	for at := place(name); places[at] != 0; at = (at + 1) % slots {
		if t := places[at]; kinds[t].name == string(name) {
			return t
		}
	}
	return 0
}

// The tags that rules name.
var (
	tagHTML, tagHead, tagBody       = register("html"), register("head"), register("body")
	tagP, tagLi, tagForm            = register("p"), register("li"), register("form")
	tagDt, tagDd                    = register("dt"), register("dd")
	tagOl, tagUl, tagButton         = register("ol"), register("ul"), register("button")
	tagSelect, tagOption            = register("select"), register("option")
	tagOptgroup                     = register("optgroup")
	tagTable, tagTbody, tagTr       = register("table"), register("tbody"), register("tr")
	tagAddress, tagDiv, tagBr       = register("address"), register("div"), register("br")
	tagScript, tagStyle             = register("script"), register("style")
	tagTextarea, tagTitle           = register("textarea"), register("title")
	tagPlaintext                    = register("plaintext")
	tagPre, tagListing              = register("pre"), register("listing")
	tagSVG, tagDesc                 = register("svg"), register("desc")
	tagForeignObject, tagAnnotation = register("foreignobject"), register("annotation-xml")
)
