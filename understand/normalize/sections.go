package normalize

import (
	"stackhound/lexicon/phrases"
)

// section is a part of an ad, by what its heading says.
type section uint8

// The sections that headings open.
const (
	noSection      section = iota // before the first heading
	niceSection                   // what is welcome
	needsSection                  // what is asked of the person, and what the work is done with
	tasksSection                  // the work, the role
	offerSection                  // pay, benefits, place
	aboutSection                  // the firm, its people and customers
	processSection                // how to apply and what comes then
	legalSection                  // equal opportunity, privacy
)

// want is what a section's sentences want, as far as they say nothing else. What an ad
// without sections names is taken as asked for: that is how short ads are written.
func (s section) want() want {
	switch s {
	case niceSection:
		return nice
	case noSection, needsSection, tasksSection:
		return required
	}
	return mentioned
}

// headingSet finds the words of headings; the list is the place in headings.
var headingSet = phrases.New(headingLists()...)

func headingLists() (lists [][]string) {
	for _, h := range headings {
		lists = append(lists, h.words)
	}
	return lists
}

// The words of headings that open a section. The longest match of a heading decides.
var headings = []struct {
	section section
	words   []string
}{
	{niceSection, []string{"nice to have", "nice-to-have", "nice to haves", "nice-to-haves", "bonus", "bonus points", "plus", "pluses", "preferred", "preferred qualifications", "preferred skills", "desirable", "desired", "good to have",
		"extra credit", "brownie points", "ideally", "would be a plus", "it's nice if you have", "it would be great", "even better", "stand out", "extra points", "advantageous", "nice if you", "optional", "we'd love if", "a plus if", "you might also have", "great to have", "great if you", "desired skills", "plus points",
		"make you stand out", "makes you stand out", "help you stand out", "we will appreciate", "we appreciate", "optionally", "an asset", "recommended", "recommended experience", "recommended skills", "recommended qualifications", "not required", "not mandatory", "preferred experience", "nice extras", "would be nice", "icing on the cake", "you'll stand out if", "not essential",
		"von vorteil", "wünschenswert", "das wäre super", "nice-to-have kenntnisse", "pluspunkte", "idealerweise", "gerne gesehen", "kein muss",
		"deseable", "deseables", "valorable", "valorado", "se valora", "se valorará", "valoramos", "es un plus", "puntos extra", "conocimientos deseables",
		"un plus", "les plus", "un atout", "atouts", "souhaité", "souhaités", "compétences souhaitées", "apprécié", "idéalement", "serait un plus",
		"mile widziane", "dodatkowym atutem", "dodatkowe atuty", "wymagania dodatkowe", "dodatkowe", "nice to have mile widziane", "będzie plusem", "atutem będzie", "opcjonalnie",
		"diferenciais", "diferencial", "valorizamos", "desejável", "desejáveis", "será um diferencial", "é um plus", "conhecimentos desejáveis",
		"een pré", "een plus", "pluspunten", "mooi meegenomen", "gewenst", "bonuspunten", "is een pre",
		"costituisce un plus", "costituiscono un plus", "gradito", "gradita", "graditi", "preferibile", "preferibilmente", "requisiti preferenziali", "nice to have gradito"}},
	{needsSection, []string{"requirements", "our requirements", "required", "qualifications", "minimum qualifications", "basic qualifications", "must have", "must-have", "must haves", "you have", "what you have", "you'll need", "you will need",
		"what you'll need", "what you need", "what we're looking for", "what we are looking for", "we're looking for", "we are looking for", "who you are", "about you", "your profile", "your skills", "skills", "experience", "tech stack", "technologies", "technology",
		"our stack", "stack", "the stack", "technical skills", "if you have", "what you bring", "what you'll bring", "you bring", "we expect", "expectations", "you are", "you should have", "you should", "ideal candidate", "what makes you", "expected", "your background", "essential",
		"tools", "languages", "frameworks", "backend", "frontend", "infrastructure", "who we're looking for", "must-haves", "required skills", "what it takes", "your experience", "what you should bring", "skills and experience", "we'd like you to have", "you might be a fit", "the ideal candidate",
		"dein profil", "ihr profil", "das bringst du mit", "anforderungen", "voraussetzungen", "was du mitbringst", "was sie mitbringen", "das bringen sie mit", "du bringst mit", "dich zeichnet aus", "anforderungsprofil", "qualifikation", "qualifikationen", "kenntnisse", "technologien", "unser stack", "was wir erwarten", "wir erwarten", "wen wir suchen",
		"requisitos", "imprescindible", "requisitos mínimos", "perfil", "tu perfil", "buscamos", "qué buscamos", "lo que buscamos", "experiencia", "conocimientos", "tecnologías", "necesitas", "qué necesitas", "habilidades", "formación", "perfil buscado", "requerimientos", "se requiere",
		"profil recherché", "votre profil", "compétences", "exigences", "requises", "ton profil", "le profil", "compétences requises", "vos compétences", "profil", "prérequis", "stack technique", "ce que nous recherchons", "qui êtes-vous", "vous avez", "environnement technique", "formation",
		"wymagania", "oczekujemy", "nasze wymagania", "niezbędne", "czego oczekujemy", "kogo szukamy", "twój profil", "profil kandydata", "umiejętności", "wymagane", "od kandydatów oczekujemy", "od ciebie oczekujemy", "technologie", "wymagania obowiązkowe", "doświadczenie",
		"qualificações", "obrigatórios", "seu perfil", "o teu perfil", "o que procuramos", "o que buscamos", "pré-requisitos", "conhecimentos", "experiência", "requisitos obrigatórios", "o que esperamos de você", "o que esperamos", "competências", "tecnologias", "requisitos e qualificações",
		"wat je meebrengt", "wat vragen wij", "functie-eisen", "jouw profiel", "je profiel", "wie ben jij", "wat breng je mee", "wij vragen", "dit breng je mee", "dit vragen wij", "wat we zoeken", "profiel", "dit ben jij", "vereisten", "jij hebt",
		"requisiti", "il tuo profilo", "profilo", "profilo ricercato", "cosa cerchiamo", "chi cerchiamo", "competenze", "competenze richieste", "requisiti richiesti", "cosa ti serve", "esperienza", "conoscenze", "tecnologie", "requisiti minimi"}},
	{tasksSection, []string{"responsibilities", "what you'll do", "what you will do", "your role", "the role", "your responsibilities", "key responsibilities", "day to day", "your tasks", "tasks", "job description", "about the role", "about the job", "about the position", "about this role",
		"the opportunity", "position", "duties", "what you'll be doing", "in this role", "overview of this role", "your impact", "what you'll work on", "the job", "the work", "role overview", "your mission", "a typical day", "what you will be doing", "your day", "description", "summary", "overview", "role summary", "role description", "job summary",
		"aufgaben", "deine aufgaben", "ihre aufgaben", "deine rolle", "was dich erwartet", "das erwartet dich", "das sind deine aufgaben", "aufgabengebiet", "deine mission", "tätigkeiten", "stellenbeschreibung", "die stelle", "was sie erwartet", "dein aufgabenbereich",
		"funciones", "responsabilidades", "tus funciones", "qué harás", "lo que harás", "tu misión", "el puesto", "descripción del puesto", "tareas", "tu día a día",
		"missions", "vos missions", "tes missions", "le poste", "description du poste", "vos responsabilités", "votre mission", "votre rôle", "ce que vous ferez", "au quotidien", "responsabilités",
		"obowiązki", "zakres obowiązków", "twoje zadania", "zadania", "opis stanowiska", "czym będziesz się zajmować", "twoja rola", "co będziesz robić", "twój zakres obowiązków", "główne zadania",
		"atividades", "suas atividades", "o que você vai fazer", "o que vais fazer", "funções", "principais responsabilidades", "descrição da vaga", "a vaga", "sua missão", "responsabilidades e atribuições", "seu dia a dia",
		"wat ga je doen", "dit ga je doen", "jouw rol", "je taken", "taken", "de functie", "functieomschrijving", "jouw functie", "verantwoordelijkheden", "over de functie", "werkzaamheden",
		"cosa farai", "attività", "le tue attività", "mansioni", "il ruolo", "responsabilità", "descrizione del ruolo", "la posizione", "principali attività", "di cosa ti occuperai", "il tuo ruolo"}},
	{aboutSection, []string{"about us", "company overview", "company description", "company summary", "business overview", "about the company", "company", "who we are", "our company", "why join", "why work", "our customers", "customers", "our story", "our mission", "what we do", "about the team", "culture", "our values", "life at", "our product", "the product", "the company", "the team", "our team", "meet the team", "our culture", "who are we",
		"über uns", "wer wir sind", "das sind wir", "unser unternehmen", "das unternehmen", "unser team", "das team", "unsere mission",
		"sobre nosotros", "quiénes somos", "la empresa", "sobre la empresa", "nuestra misión", "el equipo", "nuestro equipo", "acerca de nosotros",
		"à propos", "qui sommes-nous", "l'entreprise", "notre entreprise", "l'équipe", "notre mission", "à propos de nous", "notre équipe", "présentation de l'entreprise",
		"o nas", "kim jesteśmy", "o firmie", "nasz zespół", "o zespole", "o projekcie", "nasza misja",
		"sobre nós", "quem somos", "sobre a empresa", "a empresa", "nossa missão", "nossa equipe", "a nossa equipa",
		"over ons", "wie zijn wij", "wie wij zijn", "het bedrijf", "ons team", "het team", "over het bedrijf", "onze missie",
		"chi siamo", "l'azienda", "su di noi", "la nostra missione", "il team", "il nostro team"}},
	{offerSection, []string{"what we offer", "we offer", "benefits", "perks", "our benefits", "what you'll get", "why us", "offer", "compensation", "salary", "location", "perks and benefits", "why you'll love", "our offer", "what's in it for you", "what you get", "pay and benefits", "in return", "we provide", "the package", "compensation and benefits", "why you should join", "what do we offer",
		"wir bieten", "was wir bieten", "das bieten wir", "das bieten wir dir", "unser angebot", "deine benefits", "deine vorteile", "ihre vorteile", "wir bieten dir", "wir bieten ihnen", "gehalt", "vergütung", "vorteile", "das erwartet dich bei uns", "arbeitsort", "standort", "darauf kannst du dich freuen", "warum wir",
		"ofrecemos", "qué ofrecemos", "lo que ofrecemos", "te ofrecemos", "beneficios", "condiciones", "salario", "ubicación", "nuestra oferta", "se ofrece", "qué te ofrecemos",
		"nous offrons", "avantages", "ce que nous offrons", "nous vous offrons", "rémunération", "les avantages", "vos avantages", "nos avantages", "ce que nous proposons", "nous proposons", "pourquoi nous rejoindre", "localisation", "salaire", "on vous propose",
		"oferujemy", "co oferujemy", "to oferujemy", "nasza oferta", "benefity", "zapewniamy", "wynagrodzenie", "lokalizacja", "w zamian oferujemy", "dlaczego my", "korzyści",
		"oferecemos", "o que oferecemos", "benefícios", "remuneração", "nossos benefícios", "salário", "o que temos para oferecer", "vantagens", "localização", "nós oferecemos",
		"wij bieden", "wat bieden wij", "wat wij bieden", "dit bieden wij", "arbeidsvoorwaarden", "ons aanbod", "voordelen", "dit krijg je", "wat krijg je", "dit krijg je van ons", "standplaats", "wat we bieden", "salaris",
		"offriamo", "cosa offriamo", "benefit", "la nostra offerta", "ti offriamo", "vantaggi", "retribuzione", "si offre", "sede di lavoro", "cosa ti offriamo"}},
	{processSection, []string{"interview process", "how to apply", "hiring process", "recruitment process", "selection process", "our process", "the process", "application process", "next steps", "how we hire", "what happens next", "our hiring process", "to apply", "interested", "how to join us", "the interview process",
		"bewerbungsprozess", "bewerbung", "so bewirbst du dich", "deine bewerbung", "ihre bewerbung", "dein weg zu uns", "ablauf", "kontakt", "interesse", "so geht's weiter", "ihr ansprechpartner", "dein ansprechpartner", "interessiert",
		"proceso de selección", "cómo aplicar", "cómo postular", "proceso", "contacto", "interesados", "nuestro proceso",
		"processus de recrutement", "comment postuler", "le processus", "candidature", "pour postuler", "process de recrutement", "étapes du recrutement", "déroulement des entretiens",
		"proces rekrutacji", "etapy rekrutacji", "jak aplikować", "rekrutacja", "proces rekrutacyjny", "zainteresowany", "kontakt z nami", "aplikuj",
		"processo seletivo", "processo de seleção", "como se candidatar", "etapas do processo", "candidatura", "processo de recrutamento", "como candidatar",
		"sollicitatieprocedure", "hoe solliciteer je", "solliciteren", "sollicitatie", "interesse", "de procedure", "procedure", "geïnteresseerd",
		"processo di selezione", "come candidarsi", "candidatura", "iter di selezione", "come candidarti", "interessato"}},
	{legalSection, []string{"equal opportunity", "diversity", "privacy", "eeo", "equal opportunity employer", "disclaimer", "data protection", "privacy notice", "accommodations", "datenschutz", "protección de datos", "protection des données", "klauzula", "rodo", "privacidade", "gelijke kansen", "chancengleichheit", "igualdad", "égalité des chances", "pari opportunità"}},
}
