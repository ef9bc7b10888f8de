package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/phrases"
)

// tongues are the languages ads ask for, by ISO 639-1, with their names in the languages
// ads are written in.
var tongues = []struct {
	code  string
	names []string
}{
	{"en", []string{"english", "englisch", "englische", "englischer", "englischen", "englischkenntnisse", "englischkenntnissen", "anglais", "inglés", "inglês", "inglese", "angielski", "angielskiego", "angielskim", "engels", "engelska", "engelsk"}},
	{"de", []string{"german", "deutsch", "deutsche", "deutschen", "deutscher", "deutschkenntnisse", "deutschkenntnissen", "allemand", "alemán", "alemão", "tedesco", "niemiecki", "niemieckiego", "niemieckim", "duits", "tyska", "tysk"}},
	{"fr", []string{"french", "französisch", "französischkenntnisse", "français", "francés", "francês", "francese", "francuski", "francuskiego", "frans"}},
	{"es", []string{"spanish", "spanisch", "spanischkenntnisse", "espagnol", "español", "castellano", "espanhol", "spagnolo", "hiszpański", "hiszpańskiego", "spaans"}},
	{"it", []string{"italian", "italienisch", "italienischkenntnisse", "italien", "italiano", "włoski", "włoskiego", "italiaans"}},
	{"pt", []string{"portuguese", "portugiesisch", "portugais", "portugués", "português", "portoghese", "portugalski", "portugees"}},
	{"nl", []string{"dutch", "niederländisch", "niederländischkenntnisse", "néerlandais", "neerlandés", "holandés", "holandês", "olandese", "niderlandzki", "niderlandzkiego", "nederlands", "nederlandse"}},
	{"pl", []string{"polish", "polnisch", "polnischkenntnisse", "polonais", "polaco", "polonês", "polacco", "polski", "polskiego", "polskim", "pools"}},
	{"sv", []string{"swedish", "schwedisch", "suédois", "sueco", "svenska", "szwedzki"}},
	{"da", []string{"danish", "dänisch", "danois", "danés", "dansk", "duński"}},
	{"no", []string{"norwegian", "norwegisch", "norvégien", "noruego", "norsk", "norweski"}},
	{"fi", []string{"finnish", "finnisch", "finnois", "finlandés", "suomi"}},
	{"cs", []string{"czech", "tschechisch", "tchèque", "checo", "čeština", "češtiny", "czeski"}},
	{"sk", []string{"slovak", "slowakisch", "slovaque"}},
	{"hu", []string{"hungarian", "ungarisch", "hongrois", "húngaro"}},
	{"ro", []string{"romanian", "rumänisch", "roumain", "rumano"}},
	{"bg", []string{"bulgarian", "bulgarisch"}},
	{"el", []string{"greek", "griechisch", "grec", "griego"}},
	{"uk", []string{"ukrainian", "ukrainisch", "ukrainien", "ucraniano", "ukraiński", "ukraińskiego"}},
	{"ru", []string{"russian", "russisch", "russe", "ruso", "russo", "rosyjski", "rosyjskiego"}},
	{"tr", []string{"turkish", "türkisch", "turc", "turco"}},
	{"he", []string{"hebrew", "hebräisch", "hébreu", "hebreo"}},
	{"ar", []string{"arabic", "arabisch", "arabe", "árabe"}},
	{"hi", []string{"hindi"}}, {"pa", []string{"punjabi"}}, {"ta", []string{"tamil"}}, {"te", []string{"telugu"}}, {"bn", []string{"bengali"}}, {"ur", []string{"urdu"}}, {"ml", []string{"malayalam"}}, {"mr", []string{"marathi"}}, {"gu", []string{"gujarati"}}, {"kn", []string{"kannada"}},
	{"zh", []string{"chinese", "mandarin", "cantonese", "chinesisch", "chinois", "chino"}},
	{"ja", []string{"japanese", "japanisch", "japonais", "japonés", "japonês"}},
	{"ko", []string{"korean", "koreanisch", "coréen", "coreano"}},
	{"th", []string{"thai"}}, {"vi", []string{"vietnamese"}}, {"id", []string{"bahasa indonesia", "indonesian"}}, {"ms", []string{"malay", "bahasa melayu"}}, {"tl", []string{"tagalog"}},
}

// tongueSet finds languages, the list is the place in tongues.
var tongueSet = phrases.New(tongueNames()...)

func tongueNames() (lists [][]string) {
	for _, t := range tongues {
		lists = append(lists, t.names)
	}
	return lists
}

// command are the words for how well a language is spoken.
var command = []string{"fluent", "fluently", "fluency", "proficient", "proficiency", "native", "native-level", "near-native", "mother tongue", "speaker", "speakers", "speaking", "speak", "spoken", "written", "verbal", "oral", "bilingual", "trilingual", "command of", "command", "knowledge of", "language skills", "language skill", "communicate in", "communication in", "communication skills in", "conversational", "professional working", "business level", "business english", "good english", "strong english", "excellent english", "advanced english", "upper-intermediate", "upper intermediate", "intermediate", "advanced level", "working language", "company language", "corporate language", "language level", "language: english", "languages:", "language requirement", "working proficiency", "c1", "c2", "b1", "b2", "a2", "b2+", "b2/c1", "c1/c2", "jlpt", "n1", "n2", "toeic",
	"fließend", "fließende", "fließendes", "fliessend", "fliessende", "verhandlungssicher", "verhandlungssichere", "verhandlungssicheres", "kenntnisse", "sprachkenntnisse", "muttersprache", "muttersprachler", "muttersprachniveau", "deutschkenntnisse", "englischkenntnisse", "deutschkenntnissen", "englischkenntnissen", "französischkenntnisse", "spanischkenntnisse", "italienischkenntnisse", "polnischkenntnisse", "niederländischkenntnisse", "in wort und schrift", "wort und schrift", "sehr gutes deutsch", "gutes deutsch", "gutes englisch", "sprichst", "sprechen", "beherrschst",
	"courant", "couramment", "bilingue", "maîtrise", "parlez", "parlé", "lu, écrit", "niveau", "langue maternelle", "maîtrisez", "fluido", "fluida", "nivel", "dominio", "nativo", "nativa", "bilingüe", "hablado", "hablas", "habla", "fluente", "fluência", "domínio", "avançado", "avanzado", "intermediário", "parlato", "fluente", "ottima conoscenza", "buona conoscenza", "conoscenza", "znajomość", "znajomości", "biegle", "biegła", "biegły", "komunikatywny", "komunikatywna", "płynnie", "płynna", "poziomie", "poziom", "vloeiend", "beheersing", "moedertaal", "spreek", "flytande", "flydende", "flytende"}

// notSpoken are words of sentences that name a language and ask for none.
var notSpoken = phrases.Of("english-speaking countries", "customers", "users", "translate", "translated", "translation", "learn", "learners", "lessons", "classes", "course", "courses", "kurse", "kurs", "clases", "cours de", "lekcje", "zajęcia", "sprachkurse", "sprachkurs", "deutschkurs", "natural language", "plain english", "restaurant", "food", "market", "markets", "regulation", "law", "model", "models", "corpus")

// readSpeaks collects the languages a person must speak.
func (r *reader) readSpeaks() {
	for _, s := range []source{r.title, r.tags} {
		for _, h := range tongueSet.Find(s.lower, nil) {
			if after := s.lower[h.End:min(len(s.lower), h.End+10)]; strings.HasPrefix(after, " speak") || strings.HasPrefix(after, "-speak") || strings.HasPrefix(after, " native") {
				r.add(&r.ad.Speaks, "speaks", tongues[h.List].code, s.name, s.text[h.Start:h.End])
			}
		}
	}
	hits := r.cues.of(cueTongues)
	for i, h := range hits {
		at := span{h.Start, h.End}
		if r.ad.Speaks != nil && slices.Contains(r.ad.Speaks, tongues[h.List].code) || !r.spoken(at) || r.eitherTongue(hits, i) {
			continue
		}
		r.add(&r.ad.Speaks, "speaks", tongues[h.List].code, fromBody, around(r.body.text, at))
	}
}

// polish is a language only where it is written with a capital.
const polish = "polish"

// nearCommand is how far from a language the word for how well it is spoken stands, in bytes.
const nearCommand = 60

// spoken tells whether a sentence asks for a language it names.
func (r *reader) spoken(at span) bool {
	p, lower, own := r.sentence(at)
	if p.want == nice || p.about && p.want != required {
		return false
	}
	if r.body.text[at.start:at.end] == polish || !r.cues.near(cueCommand, span{max(p.start, at.start-nearCommand), min(p.end, at.end+nearCommand)}) {
		return false
	}
	return !notSpoken.In(lower) && !unneeded(lower, own)
}

// eitherTongue tells whether a language is one of two that are named with an "or" between
// them: neither is a must.
func (r *reader) eitherTongue(hits []phrases.Hit, i int) bool {
	joined := func(a, b phrases.Hit) bool {
		between := r.body.lower[a.End:max(a.End, min(len(r.body.lower), b.Start))]
		return a.List != b.List && len(between) < 16 && !strings.Contains(between, "\n") && either.In(between)
	}
	return i > 0 && joined(hits[i-1], hits[i]) || i+1 < len(hits) && joined(hits[i], hits[i+1])
}
