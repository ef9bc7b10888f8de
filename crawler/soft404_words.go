package crawler

import (
	"regexp"
	"strings"
	"sync"

	"stackhound/lexicon/fold"
)

// What pages say instead of a job, by language, as expressions over folded words: lower
// case, no diacritics, no apostrophes ("l'offre n'est plus" is "loffre nest plus"). Each
// is a whole sentence or heading, but for the phrases of around; part of a longer one never
// counts, so that "when this position is filled we write to you" says nothing.
type phrases struct {
	over    []string // the job is filled, closed or past
	missing []string // there is no such page or job
}

// around are words that may stand before a statement, and after it.
var around = struct{ before, after string }{
	before: `sorry|oops|ooops|whoops|ups|hoppla|unfortunately|we are sorry|we apologize|were sorry|im sorry|but|it looks like|looks like|it seems|it seems that|it appears|it appears that|that|leider|desole|nous sommes desoles|malheureusement|oups|lo sentimos|lo siento|vaya|parece que|lamentamos|desculpe|infelizmente|ops|przepraszamy|niestety|helaas|siamo spiacenti|spiacenti|purtroppo|error 404|404|fehler 404|erreur 404|erro 404`,
	after:  `now|anymore|any more|any longer|at this time|at the moment|on our site|on our website|on this site|and is no longer available|and is no longer accepting applications|or has been (?:filled|removed|closed|deleted)|or has expired|or is no longer available|or no longer exists|anymore sorry|404`,
}

// aJob is a job as English pages call it, and which one they mean.
const aJob = `(?:(?:this|the|that|your) )?(?:requested )?(?:job|position|role|vacancy|opening|posting|listing|opportunity|advert|advertisement|requisition|internship)(?: (?:posting|post|ad|advert|listing|offer|opening|opportunity|vacancy|advertisement|announcement|requisition))?` +
	`(?: (?:that )?(?:you (?:are|were) (?:looking|searching) for|youre looking for|you requested|you (?:are|were) trying to (?:view|access|reach|apply for|apply to)|you (?:have )?(?:selected|followed|clicked)))?`

const aPage = `(?:(?:the|this|that) )?(?:requested )?page(?: (?:that )?(?:you (?:are|were) looking for|youre looking for|you requested|you (?:are|were) trying to (?:view|access|reach)))?`

var english = phrases{
	over: []string{
		aJob + ` (?:is|was|has|has been|have been) (?:now |already |since |been |just )*(?:filled|closed|expired|removed|withdrawn|taken down|deleted|cancelled|canceled|archived|deactivated|unpublished|unlisted)`,
		aJob + ` (?:is|are) no longer (?:available|active|open|online|live|posted|valid|advertised|being advertised|listed|vacant|accepting (?:new )?(?:applications|applicants|candidates))`,
		aJob + ` (?:is not|isnt) (?:available|active|open) (?:anymore|any more|any longer)`,
		aJob + ` (?:now |already )?(?:filled|closed|expired|unavailable|no longer available|no longer active)`,
		aJob + ` (?:has )?(?:now )?closed for applications|` + aJob + ` is (?:now )?closed (?:for|to) (?:new )?applications`,
		`(?:(?:we are|were|this (?:job|position|company|employer) is) )?no longer accepting applications(?: for this (?:job|position|role|vacancy|posting|opening))?`,
		`applications (?:for this (?:job|position|role|vacancy|posting|opening) )?(?:are|have been) (?:now )?closed`,
		`(?:closed|expired|filled) (?:job|position|vacancy|listing|job posting|job listing|job ad)`,
	},
	missing: []string{
		`page not found|(?:404 |http |http 404 )?not found|file not found|resource not found|404 page|page 404|page missing|page unavailable|nothing found|nothing (?:was )?found here|page does not exist|page doesnt exist`,
		aPage + ` (?:could not be|couldnt be|cannot be|can not be|cant be|was not|wasnt|is not) found`,
		aPage + ` (?:does not exist|doesnt exist|no longer exists|is gone|is missing|is no longer (?:here|available|there)|is not available|isnt available|has been (?:removed|deleted|taken down)|does not seem to exist|doesnt seem to exist)`,
		`we (?:could not|couldnt|cannot|can not|cant) find (?:the|that|this) (?:page|job|position|job posting|vacancy)(?: you (?:are|were) looking for| youre looking for| you requested)?`,
		aJob + ` (?:(?:could|can|was|is) ?not (?:be )?found|couldnt be found|cant be found|not found|does not exist|doesnt exist|no longer exists|is missing|is gone)`,
		`no such (?:job|page|position|vacancy|posting)`,
	},
}

var german = phrases{
	over: []string{
		germanJob + ` (?:ist|wurde|steht|wird) (?:leider |inzwischen |bereits |schon |mittlerweile )*(?:nicht (?:mehr|langer) (?:verfugbar|aktiv|online|offen|vakant|vorhanden|aktuell|gultig|ausgeschrieben|zu besetzen|zur verfugung)|besetzt|vergeben|geschlossen|abgelaufen|entfernt|geloscht|deaktiviert|archiviert|offline|beendet|zuruckgezogen)(?: worden)?`,
		germanJob + ` (?:bereits |leider )*(?:besetzt|vergeben|abgelaufen|geschlossen|nicht mehr verfugbar|nicht mehr aktiv|nicht mehr online)`,
		germanJob + ` (?:existiert|gibt es) (?:leider )?nicht mehr`,
		`(?:die )?bewerbungsfrist (?:fur diese stelle )?ist (?:leider |bereits )?abgelaufen`,
	},
	missing: []string{
		`(?:die |diese )?(?:gewunschte |angeforderte |gesuchte |aufgerufene )?(?:seite|url) (?:wurde |konnte |ist )?(?:leider )?nicht (?:gefunden(?: werden)?|verfugbar|vorhanden)`,
		`(?:die |diese )?(?:gewunschte |angeforderte |gesuchte |aufgerufene )?seite (?:existiert|gibt es) (?:leider )?nicht(?: mehr)?`,
		`nicht gefunden|fehlerseite 404|seite fehlt`,
		germanJob + ` (?:wurde |konnte )?(?:leider )?nicht gefunden(?: werden)?|` + germanJob + ` existiert (?:leider )?nicht`,
	},
}

const germanJob = `(?:(?:diese|die|dieses|das|dieser|der|ihre|gesuchte|gewunschte|ausgeschriebene|angeforderte) )*(?:stelle|stellenanzeige|stellenangebot|stellenausschreibung|anzeige|ausschreibung|position|job|jobangebot|jobanzeige|angebot|vakanz|inserat)`

var french = phrases{
	over: []string{
		frenchJob + ` (?:nest|nest malheureusement|nest deja) (?:plus|pas) (?:disponible|en ligne|active?|valable|valide|dactualite|ouverte?|a pourvoir|publiee?)`,
		frenchJob + ` (?:a|est) (?:deja |malheureusement )*(?:ete )?(?:pourvue?|expiree?|supprimee?|retiree?|cloturee?|archivee?|fermee?|terminee?|desactivee?)`,
		`(?:offre|annonce|poste|offre demploi) (?:deja )?(?:pourvue?|expiree?|cloturee?|fermee?|archivee?|non disponible|plus disponible)`,
	},
	missing: []string{
		`page (?:non trouvee|introuvable|inexistante|inconnue|not found)|non trouvee?`,
		`(?:la|cette) page (?:demandee |recherchee |que vous (?:cherchez|recherchez|avez demandee|demandez) )?(?:nexiste (?:pas|plus)|est introuvable|na pas ete trouvee|na pu etre trouvee|nest (?:plus|pas) disponible|ne peut etre trouvee)`,
		frenchJob + ` (?:est )?(?:introuvable|non trouvee|nexiste (?:pas|plus))`,
	},
}

const frenchJob = `(?:(?:cette|ce|cet|la|le|votre) )?(?:loffre|offre|lannonce|annonce|poste|emploi|lemploi|mission|stage)(?: demploi| de stage| de poste)?(?: que vous (?:cherchez|recherchez|consultez))?`

var spanish = phrases{
	over: []string{
		spanishJob + ` (?:ya )?no (?:esta|se encuentra) (?:ya |mas )?(?:disponible|activ[ao]|vigente|abiert[ao]|publicad[ao])`,
		spanishJob + ` (?:ya )?(?:ha|fue) (?:sido )?(?:ya )?(?:expirado|caducado|cubiert[ao]|cerrad[ao]|eliminad[ao]|finalizado|retirad[ao]|ocupad[ao]|archivad[ao])`,
		spanishJob + ` (?:ya )?(?:esta )?(?:ya )?(?:cerrad[ao]|caducad[ao]|cubiert[ao]|finalizad[ao]|expirad[ao]|no disponible)`,
	},
	missing: []string{
		`pagina no (?:encontrada|existe|disponible)|no encontrad[ao]`,
		`(?:la|esta) pagina (?:solicitada |que (?:buscas|busca|estas buscando|esta buscando|ha solicitado) )?no (?:existe|se ha encontrado|se encuentra|ha sido encontrada|fue encontrada|esta disponible|se encontro|se puede encontrar)`,
		`no (?:se ha encontrado|se encontro|hemos encontrado|encontramos) (?:la|esta) (?:pagina|oferta)(?: que (?:buscas|busca))?`,
		spanishJob + ` (?:no encontrad[ao]|(?:ya )?no existe|no (?:se ha|ha sido) encontrad[ao])`,
	},
}

const spanishJob = `(?:(?:esta|la|este|el) )?(?:oferta|vacante|puesto|empleo|trabajo|posicion|plaza|anuncio)(?: de (?:empleo|trabajo))?(?: que (?:buscas|busca))?`

var portuguese = phrases{
	over: []string{
		portugueseJob + ` (?:ja )?nao (?:esta|se encontra) (?:mais )?(?:disponivel|ativ[ao]|abert[ao]|no ar)(?: mais)?`,
		portugueseJob + ` (?:ja )?foi (?:preenchid[ao]|encerrad[ao]|fechad[ao]|removid[ao]|expirad[ao]|excluid[ao]|cancelad[ao])`,
		portugueseJob + ` (?:ja )?(?:esta )?(?:encerrad[ao]|expirad[ao]|fechad[ao]|preenchid[ao]|indisponivel)|` + portugueseJob + ` (?:ja )?expirou`,
	},
	missing: []string{
		`pagina nao (?:encontrada|existe)|nao encontrad[ao]`,
		`(?:a|esta|essa) pagina (?:solicitada |que (?:voce )?(?:procura|procurava|esta procurando|buscou) )?nao (?:existe(?: mais)?|foi encontrada|esta disponivel|pode ser encontrada|pode ser localizada)`,
		portugueseJob + ` (?:nao (?:foi )?encontrad[ao]|nao existe(?: mais)?)`,
	},
}

const portugueseJob = `(?:(?:esta|a|essa|este|o|esse) )?(?:vaga|oferta|oportunidade|posicao|anuncio|emprego)(?: de (?:emprego|trabalho))?`

var polish = phrases{
	over: []string{
		polishJob + ` (?:jest )?(?:juz )?(?:nieaktualn[ae]|nieaktywn[ae]|niedostepn[ae]|wygas(?:la|lo))`,
		polishJob + ` (?:juz )?(?:zostal[ao]|jest) (?:juz )?(?:zakonczon[ae]|zamkniet[ae]|usuniet[ae]|obsadzone|wycofan[ae]|zarchiwizowan[ae])`,
		polishJob + ` nie jest juz (?:dostepn[ae]|aktualn[ae]|aktywn[ae])|` + polishJob + ` nie jest (?:dostepn[ae]|aktualn[ae]|aktywn[ae])`,
		`rekrutacja (?:jest |zostala )?(?:juz )?(?:zakonczona|zamknieta)`,
	},
	missing: []string{
		`(?:ta |podana |szukana |zadana )?strona nie (?:zostala )?(?:znaleziona|istnieje|odnaleziona)|nie znaleziono(?: (?:takiej )?(?:strony|oferty|ogloszenia))?|strony nie znaleziono|blad 404|strona ktorej szukasz nie istnieje`,
		polishJob + ` (?:juz )?nie (?:istnieje|zostal[ao] znalezion[ae])`,
	},
}

const polishJob = `(?:(?:ta|to|ten|ogladana|wybrana) )?(?:oferta|ogloszenie|stanowisko)(?: pracy| o prace)?`

var dutch = phrases{
	over: []string{
		dutchJob + ` (?:is|werd) (?:helaas |inmiddels |reeds |al )*(?:niet (?:meer|langer) (?:beschikbaar|actief|online|geldig|open|vacant|actueel)|vervuld|ingevuld|gesloten|verlopen|verwijderd)`,
		dutchJob + ` (?:reeds |al )?(?:gesloten|verlopen|vervuld|ingevuld|niet meer beschikbaar)|` + dutchJob + ` bestaat (?:helaas )?niet meer`,
	},
	missing: []string{
		`pagina niet gevonden|niet gevonden|fout 404|pagina bestaat niet`,
		`(?:de|deze) (?:opgevraagde )?pagina (?:die (?:je|u) zoekt )?(?:bestaat (?:helaas )?niet(?: meer)?|(?:is|kan|kon|werd) (?:helaas )?niet (?:worden )?gevonden(?: worden)?)`,
		dutchJob + ` (?:is |kon )?niet gevonden(?: worden)?`,
	},
}

const dutchJob = `(?:(?:deze|de|dit|het) )?(?:vacature|functie|baan|job|positie|advertentie)`

// others are languages of which only the commonest phrases are known: Italian, Swedish,
// Danish, Norwegian, Czech and Russian.
var others = phrases{
	over: []string{
		`(?:(?:questa|questo|la) )?(?:offerta|lofferta|posizione|annuncio|lannuncio)(?: di lavoro)? (?:non e piu (?:disponibile|attiv[ao]|valid[ao]|apert[ao])|e (?:stat[ao] )?(?:scadut[ao]|chius[ao]|rimoss[ao]|ricopert[ao])|scadut[ao]|chius[ao])`,
		`(?:(?:den har|denna) )?(?:tjansten|annonsen|jobbet) (?:ar (?:redan )?tillsatt|ar inte langre (?:tillganglig|tillgangligt|aktiv|aktivt)|har (?:utgatt|gatt ut))`,
		`(?:stillingen|jobbet|annoncen|annonsen) (?:er (?:allerede )?besat|er besatt|er ikke (?:laengere|lenger) (?:tilgaengelig|tilgaengeligt|tilgjengelig|aktiv|aktivt)|er udlobet|er utlopt)`,
		`(?:tato |tato pracovni )?(?:nabidka|pozice|inzerat)(?: prace)? (?:jiz |uz )?neni (?:jiz |uz )?(?:aktualni|aktivni|dostupna|k dispozici|v nabidce)`,
		`(?:эта |данная )?вакансия (?:уже )?(?:закрыта|в архиве|находится в архиве|перенесена в архив|неактуальна|больше не (?:доступна|актуальна|активна)|недоступна)`,
	},
	missing: []string{
		`pagina non trovata|non trovat[ao]|errore 404|la pagina (?:richiesta |che (?:cerchi|stai cercando) )?non (?:esiste(?: piu)?|e stata trovata|e disponibile)`,
		`sidan (?:hittades inte|kunde inte hittas|finns inte(?: langre)?)|siden (?:blev ikke fundet|findes ikke|finnes ikke|ble ikke funnet)`,
		`stranka (?:nenalezena|nebyla nalezena|neexistuje)|страница не (?:наидена|существует)`,
	},
}

var languages = []phrases{english, german, french, spanish, portuguese, polish, dutch, others}

// over and missing are the phrases of all languages in one statement each.
var over, missing = sync.OnceValue(func() statement {
	return anyOf(func(p phrases) []string { return p.over })
}), sync.OnceValue(func() statement {
	return anyOf(func(p phrases) []string { return p.missing })
})

// statement is an expression over folded words, and the words that what it matches can
// begin with: nearly no other sentence does, and an expression of this size takes long to
// begin.
type statement struct {
	whole *regexp.Regexp
	first map[string]bool
}

func anyOf(of func(phrases) []string) statement {
	var all []string
	for _, p := range languages {
		all = append(all, of(p)...)
	}
	expr := `^(?:(?:` + around.before + `) )*(?:` + strings.Join(all, "|") + `)(?: (?:` + around.after + `))*$`
	return statement{regexp.MustCompile(expr), firstWords(expr)}
}

// maxStatement is how long a statement may be, in bytes of folded words.
const maxStatement = 160

// statesOver tells whether a sentence as a whole says that a job is over.
func statesOver(s string) bool { return over().is(s) }

// statesMissing tells whether a sentence as a whole says that there is no such page or job.
func statesMissing(s string) bool { return missing().is(s) }

func (s statement) is(sentence string) bool {
	words := fold.Words(sentence)
	if len(words) == 0 || !s.first[words[0]] {
		return false
	}
	folded := strings.Join(words, " ")
	return len(folded) <= maxStatement && s.whole.MatchString(folded)
}

// bare are headings that are but a number; in a sentence they say nothing.
var bare = regexp.MustCompile(`^(?:(?:error|http|fehler|erreur|erro|errore|fout|blad|code|status) )*(?:404|410)(?: (?:error|gone|fehler|erreur))*$`)

func statesNumber(s string) bool { return bare.MatchString(strings.Join(fold.Words(s), " ")) }

// wall are headings of pages that stand before all others and say nothing of one.
var wall = regexp.MustCompile(`\b(?:just a moment|checking your browser|verify (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|captcha|access denied|attention required|security check|log ?in|sign ?in|anmelden|connexion|connectez vous|iniciar sesion|iniciar sessao|zaloguj|inloggen|cookies?|maintenance|wartung|server error|service unavailable|bad gateway|too many requests)\b`)

func (w pageWords) isWall() bool {
	for _, head := range w.heads {
		if wall.MatchString(strings.Join(fold.Words(head), " ")) {
			return true
		}
	}
	return false
}
