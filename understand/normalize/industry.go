package normalize

import (
	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
)

// industryWords are the words that tell what an employer does. Sure ones do alone, of the
// others two different ones are needed.
var industryWords = []struct {
	industry string
	sure     bool
	list     []string
}{
	{"finance", true, []string{"fintech", "fin-tech", "insurtech", "neobank", "investment bank", "investment banking", "hedge fund", "asset management", "wealth management", "financial services", "trading firm", "payments company", "insurance company", "private equity", "venture capital firm", "versicherung", "versicherungen", "bankwesen", "banque", "banca", "sector financiero", "bankowość", "bankowości", "proprietary trading", "quantitative trading", "retail bank", "digital bank", "challenger bank"}},
	{"finance", false, []string{"bank", "banks", "banking", "insurance", "payments", "lending", "loans", "mortgage", "mortgages", "trading", "investors", "portfolio management", "credit cards", "accounting", "brokerage", "wealth", "financial institutions", "capital markets", "underwriting"}},
	{"health", true, []string{"healthtech", "health-tech", "health tech", "healthcare", "health care", "medtech", "digital health", "telehealth", "telemedicine", "hospital", "hospitals", "pharma", "pharmaceutical", "clinical trials", "medical devices", "medical device", "gesundheitswesen", "medizintechnik", "krankenhaus", "santé", "sanidad", "sector salud", "ochrona zdrowia", "saúde", "femtech", "mental health"}},
	{"health", false, []string{"patients", "patient", "clinicians", "doctors", "clinical", "nurses", "medical", "care providers", "therapists", "health"}},
	{"retail", true, []string{"e-commerce", "ecommerce", "online shop", "online retailer", "online store", "retailer", "retail company", "marketplace for", "einzelhandel", "onlinehandel", "online-handel", "versandhandel", "commerce de détail", "comercio electrónico", "handel detaliczny", "varejo", "fashion retailer", "supermarket", "supermarkets"}},
	{"retail", false, []string{"shoppers", "merchants", "retail", "stores", "checkout", "consumer goods", "fashion", "apparel", "brands", "marketplace"}},
	{"logistics", true, []string{"logistics", "logistik", "logistique", "logística", "logistyka", "freight", "supply chain", "last-mile", "last mile", "shipping company", "fulfilment", "fulfillment centers", "spedition", "trucking", "parcel", "parcels", "warehousing"}},
	{"logistics", false, []string{"shipments", "carriers", "couriers", "fleet", "warehouse", "warehouses", "deliveries", "drivers"}},
	{"public_sector", true, []string{"public sector", "government agency", "federal agency", "federal government", "local government", "civil service", "govtech", "gov-tech", "city council", "public administration", "ministry of", "öffentlicher dienst", "öffentlichen dienst", "öffentlichen dienstes", "behörde", "secteur public", "sector público", "sektor publiczny", "setor público", "nonprofit", "non-profit", "ngo", "state government", "department of"}},
	{"public_sector", false, []string{"government", "citizens", "municipal", "municipalities", "federal"}},
	{"education", true, []string{"edtech", "ed-tech", "education technology", "e-learning", "online learning", "online courses", "university", "universität", "université", "universidad", "uniwersytet", "school district", "bildung", "language learning", "higher education"}},
	{"education", false, []string{"students", "teachers", "learners", "schools", "classroom", "education", "curriculum", "tutors"}},
	{"energy", true, []string{"renewable energy", "clean energy", "cleantech", "climate tech", "climatetech", "solar energy", "solar power", "wind energy", "energy company", "energy storage", "energy sector", "smart grid", "power grid", "utilities company", "oil and gas", "oil & gas", "energiewende", "erneuerbare energien", "stromnetz", "énergie renouvelable", "energías renovables", "energetyka", "energia renovável", "nuclear", "ev charging", "charging infrastructure", "energy trading", "decarbonization", "decarbonize"}},
	{"energy", false, []string{"energy", "solar", "electricity", "battery", "batteries", "carbon", "grid", "emissions", "turbines"}},
	{"media", true, []string{"media company", "publisher", "publishing house", "newsroom", "streaming service", "video streaming", "music streaming", "adtech", "ad tech", "ad-tech", "advertising technology", "broadcaster", "podcast", "podcasts", "news organization", "record label", "medienhaus", "verlag", "film", "journalism"}},
	{"media", false, []string{"music", "video", "creators", "content creators", "journalists", "advertisers", "advertising", "audience", "news", "artists"}},
	{"gaming", true, []string{"game studio", "games studio", "gaming company", "video games", "video game", "mobile games", "online games", "game company", "game publisher", "esports", "igaming", "online casino", "sports betting", "spieleentwickler", "jeux vidéo", "videojuegos", "gry wideo", "jogos"}},
	{"gaming", false, []string{"players", "gamers", "gaming", "gameplay", "game", "games"}},
	{"travel", true, []string{"travel company", "travel tech", "travel-tech", "traveltech", "online travel", "hospitality", "airline", "airlines", "hotels", "hotel", "vacation rental", "vacation rentals", "flight booking", "tourism", "tourismus", "tourisme", "turismo", "turystyka", "travel agency"}},
	{"travel", false, []string{"travelers", "travellers", "bookings", "trips", "flights", "guests", "itineraries"}},
	{"telecom", true, []string{"telecom", "telecoms", "telecommunications", "telecommunication", "telco", "telekommunikation", "télécoms", "telecomunicaciones", "telekomunikacja", "telecomunicações", "mobile operator", "network operator", "mobile carrier", "internet service provider"}},
	{"telecom", false, []string{"5g", "subscribers", "broadband", "sim cards", "esim", "voip"}},
	{"automotive", true, []string{"automotive", "car manufacturer", "automaker", "self-driving", "autonomous driving", "autonomous vehicles", "electric vehicles", "automobil", "automobilindustrie", "fahrzeuge", "automobile", "automoción", "motoryzacja", "automotivo", "adas"}},
	{"automotive", false, []string{"vehicles", "cars", "vehicle", "drivers", "mobility", "oem", "oems"}},
	{"manufacturing", true, []string{"manufacturing company", "manufacturer", "industry 4.0", "industrie 4.0", "industrial automation", "factories", "maschinenbau", "fertigung", "industrie manufacturière", "fabricación", "przemysł", "manufatura", "smart factory", "semiconductor", "semiconductors", "machinery", "3d printing"}},
	{"manufacturing", false, []string{"factory", "manufacturing", "production line", "production lines", "plant", "plants", "industrial"}},
	{"security", true, []string{"cybersecurity company", "cyber security company", "cybersecurity startup", "security company", "security startup", "security software company", "security vendor", "threat intelligence", "threat detection platform", "endpoint protection"}},
	{"security", false, []string{"cybersecurity", "cyber security", "ransomware", "phishing", "threats", "attackers", "malware", "vulnerabilities"}},
	{"crypto", true, []string{"cryptocurrency", "cryptocurrencies", "web3", "defi", "blockchain company", "crypto exchange", "crypto company", "digital assets", "decentralized finance", "nfts", "nft", "bitcoin", "ethereum"}},
	{"crypto", false, []string{"blockchain", "crypto", "smart contracts", "tokens", "wallet", "wallets", "protocol", "on-chain", "decentralized"}},
	{"defence", true, []string{"defense contractor", "defence contractor", "department of defense", "defense industry", "defence industry", "defense tech", "defence tech", "military", "armed forces", "national security", "warfighter", "bundeswehr", "rüstung", "défense nationale", "sector defensa"}},
	{"defence", false, []string{"defense", "defence", "dod", "navy", "army", "air force", "missile"}},
	{"real_estate", true, []string{"real estate", "proptech", "prop-tech", "property management", "immobilien", "immobilier", "inmobiliaria", "inmobiliario", "nieruchomości", "imobiliário", "imóveis", "construction tech", "housing market", "home buyers"}},
	{"real_estate", false, []string{"tenants", "landlords", "properties", "property", "rentals", "homes", "construction", "buildings"}},
	{"food", true, []string{"food delivery", "foodtech", "food tech", "meal kit", "meal kits", "restaurant", "restaurants", "grocery delivery", "groceries", "agtech", "agritech", "agriculture", "landwirtschaft", "lebensmittel", "agroalimentaire", "alimentación", "rolnictwo", "agricultura", "food company", "farming"}},
	{"food", false, []string{"farmers", "farms", "food", "crops", "recipes", "grocery", "kitchens", "meals"}},
	{"science", true, []string{"research institute", "biotech", "bio-tech", "biotechnology", "life sciences", "genomics", "drug discovery", "bioinformatics", "space exploration", "satellites", "aerospace", "quantum computing", "forschungsinstitut", "institut de recherche", "instituto de investigación", "instytut badawczy", "research lab", "materials science", "particle physics"}},
	{"science", false, []string{"scientists", "scientific", "laboratory", "laboratories", "experiments", "satellite", "biology", "genetic", "proteins", "quantum"}},
	{"software", true, []string{"saas company", "software company", "saas startup", "b2b saas", "developer tools company", "developer tools", "software vendor", "softwareunternehmen", "softwarehersteller", "éditeur de logiciels", "éditeur saas", "empresa de software", "producent oprogramowania", "saas provider", "saas platform", "saas product", "devtools", "open source company"}},
}

func industryLists() (lists [][]string) {
	for _, w := range industryWords {
		lists = append(lists, w.list)
	}
	return lists
}

// The weights of words, how often one word counts, and what an industry needs to be clear.
const (
	sureWord   = 3
	hintWord   = 1
	mostRepeat = 3
	clearly    = 3
)

// itself are the words of a sentence that tells what a firm is; a single word for an
// industry counts in one only.
var itself = phrases.Of("we", "we're", "our", "is a", "is an", "is the", "company", "startup", "start-up", "platform", "sector", "industry", "wir", "unser", "unsere", "nous", "notre", "somos", "nuestra", "nuestro", "jesteśmy", "nasz", "nasza", "provider", "leader", "solutions", "app", "for", "building")

// standing is what speaks for an industry, and the words that do so best.
type standing struct {
	score int
	sure  bool
	at    span
}

// readIndustry tells what the employer does, where the ad says so clearly: with words of
// that industry, and more of them than of any other.
func (r *reader) readIndustry() {
	standings := r.industries()
	best, second := "", 0
	for _, w := range industryWords {
		switch score := standings[w.industry].score; {
		case w.industry == best:
		case score > standings[best].score:
			second, best = standings[best].score, w.industry
		case score > second:
			second = score
		}
	}
	if s := standings[best]; best != "" && s.score >= clearly && s.score > second && (s.score > clearly || itself.In(fold.ASCII(around(r.body.text, s.at)))) {
		r.ad.Industry = best
		r.note("industry", best, fromBody, around(r.body.text, s.at))
	}
}

// industries adds up the words that speak for each industry.
func (r *reader) industries() map[string]standing {
	standings, counted := map[string]standing{}, map[string]int{}
	last, aside := -1, false // the passage judged last
	for _, h := range r.cues.of(cueIndustries) {
		word, w := r.body.lower[h.Start:h.End], industryWords[h.List]
		if counted[word] >= mostRepeat {
			continue
		}
		if p := r.passageAt(h.Start); p.start != last {
			last, aside = p.start, p.want == nice || r.benefit(p)
		}
		if aside {
			continue
		}
		s := standings[w.industry]
		if s.score == 0 || w.sure && !s.sure {
			s.sure, s.at = w.sure, span{h.Start, h.End}
		}
		s.score += hintWord
		if w.sure && counted[word] == 0 {
			s.score += sureWord - hintWord
		}
		counted[word]++
		standings[w.industry] = s
	}
	return standings
}

// benefitWords are those of sentences that tell of benefits and fairness, where insurance,
// health and travel are no industry.
var benefitWords = phrases.Of("insurance", "dental", "vision", "401k", "401(k)", "pension", "paid time off", "pto", "benefits", "perks", "gym", "vacation", "leave", "disability", "race", "veteran", "veterans", "degree", "university", "travel to", "travel up to", "stipend", "allowance", "reimbursement")

func (r *reader) benefit(p passage) bool { return benefitWords.In(r.body.lower[p.start:p.end]) }
