package money

import "strings"

// currencies are the ways to write a currency beside a figure, lower case, longest
// first where one begins another. "$", "kr", "¥" and "rs" are settled by country.
var currencies = []struct{ written, code string }{
	{"us$", "USD"}, {"usd$", "USD"}, {"ca$", "CAD"}, {"cad$", "CAD"}, {"cdn$", "CAD"}, {"c$", "CAD"}, {"au$", "AUD"}, {"aud$", "AUD"}, {"a$", "AUD"},
	{"nz$", "NZD"}, {"s$", "SGD"}, {"sgd$", "SGD"}, {"hk$", "HKD"}, {"hkd$", "HKD"}, {"nt$", "TWD"}, {"mx$", "MXN"}, {"r$", "BRL"}, {"$", "$"},
	{"£", "GBP"}, {"€", "EUR"}, {"₹", "INR"}, {"₱", "PHP"}, {"฿", "THB"}, {"₩", "KRW"}, {"₪", "ILS"}, {"₺", "TRY"}, {"₫", "VND"}, {"₦", "NGN"}, {"₴", "UAH"},
	{"¥", "¥"}, {"￥", "¥"}, {"円", "JPY"}, {"元", "¥"}, {"zł", "PLN"}, {"zl", "PLN"}, {"kč", "CZK"}, {"ft", "HUF"}, {"huf", "HUF"}, {"lei", "RON"},
	{"euros", "EUR"}, {"euro", "EUR"}, {"dollars", "$"}, {"pounds", "GBP"}, {"baht", "THB"}, {"บาท", "THB"}, {"fr.", "CHF"}, {"sfr", "CHF"},
	{"rm", "MYR"}, {"rs.", "rs"}, {"rs", "rs"}, {"rp.", "IDR"}, {"rp", "IDR"}, {"kr.", "kr"}, {"kr", "kr"}, {"php", "PHP"}, {"p", "P"},
}

// byCountry settles the signs that several countries share: the country's own currency.
// It also is what a bare figure in a pay field means there.
var byCountry = map[string]string{
	"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP",
	"GB": "GBP", "CH": "CHF", "LI": "CHF", "SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "RO": "RON",
	"BG": "BGN", "JP": "JPY", "CN": "CNY", "KR": "KRW", "IN": "INR", "PK": "PKR", "LK": "LKR", "MY": "MYR", "TH": "THB", "PH": "PHP", "ID": "IDR",
	"VN": "VND", "BR": "BRL", "ZA": "ZAR", "IL": "ILS", "TR": "TRY", "UA": "UAH", "AE": "AED", "SA": "SAR", "QA": "QAR", "EG": "EGP", "NG": "NGN",
	"KE": "KES", "UY": "UYU", "PE": "PEN", "RS": "RSD", "GE": "GEL", "KZ": "KZT",
	"DE": "EUR", "AT": "EUR", "FR": "EUR", "ES": "EUR", "IT": "EUR", "NL": "EUR", "BE": "EUR", "IE": "EUR", "PT": "EUR", "FI": "EUR", "GR": "EUR",
	"EE": "EUR", "LV": "EUR", "LT": "EUR", "SK": "EUR", "SI": "EUR", "HR": "EUR", "LU": "EUR", "MT": "EUR", "CY": "EUR",
}

// shared are the signs of dollars, crowns, yen and rupees, and the currencies each shared sign can stand for, the first of
// which it means where the country is unknown.
var shared = map[string][]string{
	"$":  {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"},
	"kr": {"SEK", "NOK", "DKK", "ISK", "CZK"},
	"¥":  {"JPY", "CNY"},
	"rs": {"INR", "PKR", "LKR"},
	"P":  {"PHP"},
}

// periods are the words for a pay period, in the order they are looked for.
var periods = []struct {
	period string
	words  []string
}{
	{"hour", []string{"/hr", "/ hr", "/hour", "/ hour", "per hour", "per hr", "an hour", "hourly", "p.h", "p/h", " ph", "/h", "/std", "/stunde", "pro stunde", "stundenlohn", "stundensatz", "de l'heure", "par heure", "/heure", "por hora", "/hora", "/godz", "godzin", "na godzinę", "每小時", "每小时", "/小時", "/小时", "時薪", "时薪", "per uur", "i timmen", "uurloon"}},
	{"day", []string{"/day", "/ day", "per day", "a day", "daily", "day rate", "p.d", " pd", "/tag", "pro tag", "tagessatz", "par jour", "/jour", "tjm", "por día", "/día", "por dia", "/dia", "/dzień", "md", "man-day", "manday", "日薪", "每日", "每天", "per dag"}},
	{"week", []string{"/week", "/ week", "/wk", "per week", "per wk", "a week", "weekly", "p.w", "/woche", "pro woche", "週薪", "周薪"}},
	{"month", []string{"/month", "/ month", "/mo", "/mth", "per month", "a month", "monthly", "pcm", "p.m.", "per mth", "/monat", "pro monat", "im monat", "monatlich", "monatsgehalt", "par mois", "/mois", "mensuel", "al mes", "/mes", "mensual", "por mês", "/mês", "mensais", "mensal", "miesięcz", "mies", "/mc", "msc", "per maand", "bruto per maand", "i månaden", "/mån", "každý měsíc", "měsíčně", "/měsíc", "havi", "/hó", "每月", "月薪", "/月", "sebulan", "/bulan", "per bulan", "เดือน"}},
	{"year", []string{"/year", "/ year", "/yr", "/ yr", "/y", "per year", "per annum", "per yr", "a year", "annually", "annual", "yearly", "p.a", "p/a", " pa", "/annum", "/pa", "lpa", "/jahr", "pro jahr", "im jahr", "jährlich", "jahresgehalt", "par an", "/an", "annuel", "al año", "/año", "anual", "por ano", "/ano", "rocznie", "/rok", "per jaar", "all'anno", "annui", "年薪", "/年", "年収", "ctc"}},
}

// payWords announce base pay.
var payWords = []string{
	"salary", "salaries", "compensation", "remuneration", "pay", "wage", "base", "basic", "rate", "earn", "earning", "income", "package", "comp",
	"gehalt", "vergütung", "lohn", "entgelt", "salaire", "rémunération", "salario", "sueldo", "remuneración", "salário", "remuneração", "retribuzione", "stipendio", "ral",
	"wynagrodzenie", "pensja", "stawka", "widełki", "salaris", "lön", "palkka", "plat", "mzda", "gaji", "เงินเดือน", "ฐานเงินเดือน", "薪", "待遇", "工資", "工资", "年収", "給与",
	"band", "otp", "ctc", "budget: ", "offer", "starting at", "starting from", "bracket", "minsalary", "minimum rate",
}

// barredBefore and barredAfter are words that make the figure beside them something
// other than base pay.
var (
	barredBefore = []string{
		"bonus", "commission", "ote", "on-target earnings", "equity", "stock", "rsu", "rsus", "options", "funding", "raised", "raise", "series", "seed", "revenue", "arr",
		"valuation", "valued at", "worth", "aum", "budget", "stipend", "allowance", "relocation", "referral", "sign-on", "signing", "401", "tc", "total comp",
		"total compensation", "saved", "save", "grant", "grants", "fund", "backed by", "invested", "investment", "market", "spend", "sales of", "turnover", "over", "insurance",
		"reimbursement", "perk", "benefit", "benefits", "prize", "fee", "cost", "costs", "profit", "managing", "manages", "deals", "allowances", "elaun", "incentive", "津貼", "獎金",
		"ot", "shift", "medical", "transport", "education", "learning", "hiring bonus", "uncapped", "quota",
	}
	barredAfter = []string{
		"bonus", "signing", "sign-on", "sign on", "commission", "ote", "on-target", "on target", "equity", "stock", "in stock", "in equity", "rsu", "in funding", "funding", "raised",
		"in revenue", "revenue", "arr", "valuation", "stipend", "allowance", "relocation", "referral", "tc", "total comp", "in assets", "budget", "users", "customers", "employees",
		"companies", "people", "developers", "401", "credit", "learning", "home office", "annual stipend", "annual bonus", "per employee", "towards", "toward", "for your", "to spend",
		"worth", "hiring bonus", "deal", "contract value", "seed", "series", "members", "in sales", "insurance", "reimbursement", "quota", "elaun", "bon",
	}
)

// byTheYear are the currencies whose pay is given by the year unless it says otherwise.
var byTheYear = map[string]bool{
	"USD": true, "EUR": true, "GBP": true, "CAD": true, "AUD": true, "NZD": true, "CHF": true, "INR": true, "JPY": true, "NOK": true,
}

func has(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
