package money

// signs are the ways to write a currency beside a figure. "$", "kr", "¥", "rs", "£" and "peso"
// are shared, see there; "?" marks letters that are a sign only in the country itself.
const signs = `USD us$ usd$ u$s u$d us-$ us-dollar dólares
CAD ca$ cad$ cdn$ can$ c$
AUD au$ aud$ a$
NZD nz$ nzd$
SGD s$ sg$ sgd$
HKD hk$ hkd$
TWD nt$ ntd
MXN mx$ mxn$
BRL r$ reais
$ $ ＄ dollars dollar pesos
GBP £ pounds sterling
EUR € euros euro eur. €uros
INR ₹ rupees inr.
PHP ₱ php.
THB ฿ baht บาท
KRW ₩ 원 won
ILS ₪ nis shekels
TRY ₺ tl
VND ₫ vnđ đồng đ
NGN ₦ naira
UAH ₴ грн грн. гривень
RUB ₽ руб руб. рублей р.
KZT ₸ тенге
GEL ₾
GHS gh₵
CRC ₡
BGN лв лв. лева
¥ ¥ ￥ 元 yuan rmb
JPY 円 yen
PLN zł zl złotych zloty złoty
CZK kč korun kc
HUF ft forint
RON lei ron.
CHF fr. sfr sfr. franken chf.
MYR rm
rs rs. rs
IDR rp. rp rupiah
kr kr. kr kronor kroner :-
ZAR? r
PHP? p
KES ksh kes.
PEN s/. s/
AED dhs dh dirhams aed.
SAR sr riyals
`

// byCountry settles the signs that several countries share: the country's own currency.
// It also is what a bare figure in a pay field means there.
var byCountry = map[string]string{
	"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP",
	"GB": "GBP", "CH": "CHF", "LI": "CHF", "SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "RO": "RON",
	"BG": "BGN", "JP": "JPY", "CN": "CNY", "KR": "KRW", "IN": "INR", "PK": "PKR", "LK": "LKR", "BD": "BDT", "MY": "MYR", "TH": "THB", "PH": "PHP", "ID": "IDR",
	"VN": "VND", "BR": "BRL", "ZA": "ZAR", "IL": "ILS", "TR": "TRY", "UA": "UAH", "AE": "AED", "SA": "SAR", "QA": "QAR", "EG": "EGP", "NG": "NGN",
	"KE": "KES", "GH": "GHS", "MA": "MAD", "UY": "UYU", "PE": "PEN", "RS": "RSD", "GE": "GEL", "KZ": "KZT", "AM": "AMD", "RU": "RUB", "BY": "BYN", "CR": "CRC", "BA": "BAM",
	"DE": "EUR", "AT": "EUR", "FR": "EUR", "ES": "EUR", "IT": "EUR", "NL": "EUR", "BE": "EUR", "IE": "EUR", "PT": "EUR", "FI": "EUR", "GR": "EUR",
	"EE": "EUR", "LV": "EUR", "LT": "EUR", "SK": "EUR", "SI": "EUR", "HR": "EUR", "LU": "EUR", "MT": "EUR", "CY": "EUR",
}

// shared are the currencies each shared sign can stand for, the first of which it means
// where the country is unknown.
var shared = map[string][]string{
	"$":  {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"},
	"kr": {"SEK", "NOK", "DKK", "ISK", "CZK"},
	"¥":  {"JPY", "CNY", "TWD"},
	"rs": {"INR", "PKR", "LKR"},
}
