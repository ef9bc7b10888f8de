package bigboards

// What the invented ads are put together from. Words of one list never stand in another,
// so that what was meant to differ does.

// syllables make the names of companies; all are of two letters, so that different
// numbers give different names.
var syllables = func() (all []string) {
	for _, consonant := range "bdfgklmnprstvz" {
		for _, vowel := range "aeiou" {
			all = append(all, string(consonant)+string(vowel))
		}
	}
	return all
}()

// dressed are letters with what some boards leave out.
var dressed = map[rune]rune{'a': 'á', 'e': 'é', 'i': 'í', 'o': 'ó', 'u': 'ü'}

var (
	trades = []string{"Systems", "Labs", "Robotics", "Health", "Logistics", "Energy", "Analytics", "Mobility", "Foods", "Insurance", "Payments Group", "Works"}
	forms  = []string{"GmbH", "Ltd", "Inc.", "AB", "B.V.", "Sp. z o.o.", "SAS", "LLC", "Oy", "S.r.l."}
	agents = []string{"Talent", "Recruiting", "Search Partners", "Staffing"}

	roles = []string{
		"Backend Engineer", "Software Engineer", "Frontend Developer", "Full Stack Developer", "Data Engineer", "DevOps Engineer", "Site Reliability Engineer",
		"QA Engineer", "Security Engineer", "Mobile Developer", "Machine Learning Engineer", "Database Administrator", "Solutions Architect", "Support Engineer",
		"Product Manager", "Data Scientist", "Embedded Developer", "Network Engineer", "Release Manager", "Technical Writer",
	}
	stacks = []string{"Go", "Java", "Python", "JavaScript", "Rust", "Kotlin", "PHP", "Ruby", "Scala", "Elixir", "Swift", "Perl"}
	levels = []string{"", "Senior", "Junior", "Lead"}
	teams  = []string{
		"", "Checkout", "Billing", "Search", "Identity", "Messaging", "Growth", "Storage", "Maps", "Fraud", "Pricing", "Onboarding", "Observability", "Catalog", "Ads", "Shipping",
	}
	cities = []string{"Berlin", "Oslo", "Lisbon", "Warsaw", "Toronto", "Austin", "Dublin", "Prague"}

	// What only those have that differ from another opening in one thing.
	nearLevels = []string{"Staff", "Principal", "Working Student"}
	nearTeams  = []string{"Treasury", "Loyalty", "Returns", "Telemetry", "Accounts", "Tracing"}
	nearCities = []string{"Madrid", "Zurich", "Boston", "Tallinn"}
	// Where a job is offered as well.
	moreCities = []string{"Hamburg", "Porto", "Chicago", "Bristol", "Gdansk"}
)

// countries are what boards add to a city.
var countries = map[string]string{
	"Berlin": "Germany", "Oslo": "Norway", "Lisbon": "Portugal", "Warsaw": "Poland", "Toronto": "Canada", "Austin": "TX, USA", "Dublin": "Ireland", "Prague": "Czech Republic",
	"Madrid": "Spain", "Zurich": "Switzerland", "Boston": "MA, USA", "Tallinn": "Estonia", "Hamburg": "Germany", "Porto": "Portugal", "Chicago": "IL, USA", "Bristol": "UK", "Gdansk": "Poland",
}

// spellings are other ways to write what stands in titles.
var spellings = map[string][]string{
	"Senior": {"Sr.", "Sr", "Snr."}, "Junior": {"Jr."}, "Go": {"Golang"}, "JavaScript": {"JS"}, "Backend": {"Back-end", "Back End"},
	"Frontend": {"Front-End"}, "Full Stack": {"Fullstack", "Full-Stack"}, "Engineer": {"Eng."}, "Developer": {"Dev"}, "Manager": {"Mgr."},
}

// noise is what some boards add to titles.
var noise = []string{" (m/f/d)", " - Remote", " (all genders)", " | Hybrid", " - Full-time"}

// The three lists of a sentence on what is to be done.
var (
	verbs = []string{
		"Design", "Build", "Run", "Test", "Measure", "Document", "Rework", "Own", "Review", "Ship", "Plan", "Harden", "Simplify", "Migrate", "Monitor", "Extend",
	}
	objects = []string{
		"the service that prices orders", "our ingestion pipeline", "the tool our operators use", "the interface partners call", "the nightly settlement", "our event store",
		"the cache in front of the catalog", "the rules that catch abuse", "our build machines", "the import of supplier files", "the screens for field staff", "our access control",
		"the forecast of demand", "the ledger", "our queue of notices", "the reports for auditors", "the search of past cases", "the way we roll out changes",
		"the sensors' gateway", "the schema of our warehouse", "the library of forms", "the routing of vans", "the scoring of leads", "our on-call handbook",
	}
	details = []string{
		"so that it survives the loss of a site.", "together with two colleagues in design.", "for eleven markets and as many currencies.", "until a page answers in a tenth of a second.",
		"with tests that others like to read.", "and hand it over to the night shift.", "as traffic doubles every spring.", "without a window of maintenance.", "on hardware we rent by the hour.",
		"under the eyes of the regulator.", "in small steps that can be taken back.", "and write down why.", "from a prototype to daily use.", "with people from sales next to you.",
		"for customers who phone when it breaks.", "where the last attempt was given up.", "in the first half of the year.", "so that new colleagues find their way.", "at a third of today's cost.",
		"before the old contract ends.", "across four time zones.", "with as little ceremony as possible.", "and teach others how.", "down to the last rounding error.",
	}
	praises = []string{
		"is a company of people who like their trade.", "has grown every year since it was founded.", "serves customers in twenty countries.", "is owned by those who work here.",
		"makes things that last.", "began in a garage and remembers it.", "is the quiet leader of its market.", "believes in short meetings.",
	}
	gifts = []string{
		"You get thirty days of leave and a budget for books.", "We pay for the train, the bicycle or the bus.", "There is a kitchen, and somebody who cooks.", "Hours are yours to choose around a common core.",
		"Parents find a room and patience here.", "We give a pension and a sum for moving house.", "A week each spring is for what you always wanted to try.", "The laptop is the one you ask for.",
	}
)
