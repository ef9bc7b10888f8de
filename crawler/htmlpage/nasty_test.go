package htmlpage

// nasty are pages whose trees are not what their tags seem to say, or nearly.
var nasty = []string{
	"", "a", "<p>", "<li class=a>a<li>b", "<p>a<p class=a>b<div>c", "<ul><li>a<ul><li>b</ul><li>c</ul>", "<dl><dt>ab<dd>x<dt>b<dd class=a>y</dl>",
	"<dl><dt>ab</dt>\n<!-- --><dd>x</dd><dd>y</dl>", "<b><p>a</b>b</p>", "<b>a<p>b</p>c", "<p><b class=a>a<p>b", "<a href=x>a<a href=y>b</a>", "<b><i>a</b>b</i>",
	"<b><span>a</b>b</span>", "<div><b>a</div>b", "<b><b><b><b>a</b></b></b></b>b",
	"<table><tr><td>a<td class=a>b<tr><td>c</table>d", "<table>a<tr><td>b</table>", "<table><td>a</table>", "<table><div>a</div><tr><td>b</table>", "<table> <tbody> <tr> <th>a</tr> </tbody></table>",
	"<table><tr><td><table><tr><td>a</table>b<td>c</table>", "<p><table><tr><td>a", "<table><caption>a</caption><tr><td>b", "<table><tr><td>a</tbody><tr><td>b</table>c</td>",
	"<table><script>a</script><tr><style>b</style><td>c", "<table><tr></td><td>a</th></table>", "<table><thead><tr><td>a<tbody><tr><td>b</table>", "<table><tr><td></body></html>a",
	"<select><option class=a>a<option>b</select>c", "<option>a<option>b", "<select><optgroup><option>a<optgroup><option>b</select>", "<select><div>a</select>b", "<select><select>a", "<select><input>a", "<select><hr>a",
	"<form><div></form>a</div>", "<form><form class=a>a</form>b</form>", "<div><form></div>a</form><form class=a>b", "<form><p>a</form>b",
	"<button><button>a", "<button><p>a</button>b", "<p><button><p>a</p></button>b", "<nobr>a<nobr>b", "</p>a", "<div></p>a</div>", "<br></br>a", "</br>", "<p>a</br>b",
	"<h1>a<h2>b</h1>c", "<h1>a</h3>b", "<h1><div>a</h1>b", "<pre>\n\na</pre>", "<pre>\na</pre>", "<pre></x>\n<b>a</b></pre>", "<div><pre>\n\na</pre></div>", "<textarea>\n<p>a</textarea>b", "<pre>&#10;a</pre>",
	"<title>a<b>&amp;</title>c", "<script>a</scr</script>b", "<script><!--<script></script>a--></script>b", "<script><!-- </script>a", "<style></styl</STYLE >a", "<noscript><p>a</p></noscript>b",
	"<iframe><p>a</iframe>b", "<script>a", "<textarea>a", "<plaintext>a</plaintext>b", "<xmp><p></xmp>b", "<template><p class=a>a</template>b",
	"<svg><path/><g><path></g></svg>a", "<svg><p>a", "<svg><title>a</title><style>b</style></svg>c", "<svg><use xlink:href=a href=b /></svg>", "<svg><foreignObject><p>a</p></foreignObject></svg>b",
	"<svg viewBox=1 class=a a=b/>c", "<svg a=x a=y/>c", "<svg><a href=x class=a>a</a></svg>", "<svg><![CDATA[a]]></svg>", "<svg></p>a", "<svg><font color=x>a", "<svg/>a", "<math><mi>a</math>", "<svg><x-y class=a>a</x-y></svg>",
	"<svg><linearGradient class=a></linearGradient></svg>", "<svg></SVG>a", "<svg><g></svg>a", "<svg><script><b>a</script></svg>b",
	"<!-->a-->b", "<!--->a-->b", "<!--a--!>b", "<!--a--!-->b", "<!----!>b", "<!--a", "<!-", "<!x>a", "<!>a", "<?a>b", "</>a", "</ a>b", "</3>a", "<3>a", "a<", "a</", "a<b", "a<b c", "a<b c='", "a</b c='>'>d",
	"a<!-- -->b", "<p>a<!-- -->b</p>", "<p>a</x>b</p>", "<p>a<!doctype html>b</p>", "<div><!-- a & b > c --></div>", "<div><?x></div>", "a\x00b",
	"<DIV CLASS=a>a</DIV>", "<div\nclass\n=\na>a", "<div class=a class=b>a", "<div class='a\"'>", "<div class=a/>a", "<div class=\"a\"id=i>a", "<div =x class=a>", "<div / class=a>a", "<div class=a&#32;b>a", "<div class='a\r\nb'>c",
	"<a href='?a=1&copy=2&amp;b'>a", "<a href='&copy'>a", "<a href='&copy;&copyx;&notit;&#x41;&#65&semi;'>a", "<a href='&ampersand;&amp&lt'>a", "<a href=&>a", "<p>&copy=&notit;&#0;&#x80;&bogus;&</p>",
	"<html class=a><body class=b>c</body></html>d", "<body><body class=a>b", "<html><html class=a>", "<head><meta class=a><p>b", "<head>a", "<head></head><script>a</script><body>b", "<head></head> a<b>c",
	" <!-- --> <html> <head> </head> <body> a", "<title>a</title>b", "<frameset><frame></frameset>", "<p>a<frameset>", "<body></body><!-- c -->d", "<div>a</body><!-- b -->c", "<div>a</html>b</div>", "<head><noscript><p></noscript>a",
	"<p>a\r\nb\rc</p>", "<p> a </p> <p class=a> b", "<p class=a><p class=b>", "<li>a</ul>b", "<ul>a</li>b</ul>", "<div><span class=a>b</div>c</span>d", "<x-y class=a>b</X-Y>c", "<x-y><z>a</x-y>b",
	"<ruby>a<rt>b</ruby>", "<image class=a>", "<object><p>a</object>b", "<center>a</center><font color=x>b</font>", "<address><li>a<li>b", "<li><address><li>a", "<dd><div><dt>a", "<p><hr>a", "<p><div><hr>a",
	"<input type=hidden class=a>b", "<link class=a>b<meta class=a>", "<base href=x>", "<embed class=a><wbr>a<param>", "<col>a", "<tr><td>a", "<td class=a>b", "<strong>ab</strong><a href=x>c</a>", "<b>ab</b> x <a href=y>c</a>",
}
