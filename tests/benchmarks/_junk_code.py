"""Junk of machines: scripts, style sheets, page source, data formats, queries, tracebacks, typesetting, logs."""

from __future__ import annotations

from functools import partial

from tests.benchmarks._junk import Dice, Sort, fill

WORDS = {
    "id": (
        "menu header footer sidebar slider banner carrusel contenido modal popup buscador formulario wrapper main-nav "
        "noticias galeria login breadcrumb newsletter cookie-bar mapa video-player tabs comments logo"
    ).split(),
    "name": (
        "i el data opts config item self that elem result callback options params items total url index html obj arr "
        "node current usuario fecha nombre idioma resultado lista contador"
    ).split(),
    "call": (
        "init loadPage showMenu initSlider toggleNav validarFormulario cargarMapa enviarDatos abrirVentana setCookie "
        "getCookie trackEvent render onResize cambiarIdioma mostrarCapa ocultarCapa calcular bindEvents updateCart"
    ).split(),
    "domain": (
        "www.google-analytics.com www.saludexample.es cdn.jsdelivr.net ajax.googleapis.com static.hospitalexample.org "
        "connect.facebook.net platform.twitter.com fonts.googleapis.com maps.google.com s7.addthis.com example.com"
    ).split(),
    "file": (
        "jquery.min.js main.css bootstrap.min.css app.js logo.png style.css portada.php index.html scripts.js "
        "analytics.js wp-embed.min.js ficha.aspx banner.swf foto1.jpg"
    ).split(),
    "event": "click load resize submit change scroll keyup mouseover DOMContentLoaded touchstart".split(),
    "table": "pacientes usuarios noticias wp_posts wp_options citas articulos tbl_centros sesiones log_accesos".split(),
    "column": "id nombre apellidos fecha_alta titulo estado email provincia cod_postal telefono created_at slug".split(),
    "value": "NULL|1|0|'Madrid'|'2011-03-04'|'activo'|'admin'|'es_ES'|''|'publish'|NOW()|'0000-00-00'|'S/N'".split("|"),
    "prop": (
        "margin:0 auto|padding:5px 10px|color:#§hex§|font-size:§n§px|float:left|display:none|width:100%|clear:both|"
        "background:url(img/§file§) no-repeat|text-decoration:none|border:1px solid #§hex§|line-height:1.5em|"
        "font-family:Arial,Helvetica,sans-serif|overflow:hidden|position:absolute|z-index:§nn§|font-weight:bold|"
        "-webkit-box-shadow:0 1px 2px rgba(0,0,0,.2)|text-align:center|max-width:§nn§px|list-style:none|opacity:.§n§"
    ).split("|"),
    "selector": (
        "#§id§|.§id§|#§id§ ul li a|.§id§:hover|body|a:visited|table.§id§ td|div.§id§ > p|h2.§id§-title|"
        ".§id§ .§id§|* html #§id§|ul#§id§ li.active|input[type=text]|.col-md-§n§|img.alignleft"
    ).split("|"),
}

SCRIPT_LINES = (
    "var §name§ = document.getElementById('§id§');",
    "$('#§id§').hide();",
    "§name§.§call§(§name§, §n§);",
    "if (typeof §name§ === 'undefined') { §name§ = []; }",
    "window.dataLayer = window.dataLayer || [];",
    "function gtag(){dataLayer.push(arguments);}",
    "gtag('config', 'UA-§nn§-§n§');",
    "_gaq.push(['_setAccount', 'UA-§nn§-§n§']);",
    "ga('send', 'pageview');",
    "for (var i = 0; i < §name§.length; i++) {",
    "}",
    "});",
    "return false;",
    "var §name§ = new Array();",
    "document.write('<scr' + 'ipt src=\"http://§domain§/§file§\"></scr' + 'ipt>');",
    "setTimeout(function(){ §call§(); }, §nn§);",
    "const §name§ = await fetch(`https://§domain§/api/${§name§}`);",
    "let §name§ = §name§ || {};",
    "jQuery(window).on('§event§', function(e){ e.preventDefault(); §call§(); });",
    "export default { name: '§id§', data() { return { §name§: null } } }",
    "import { §call§ } from './§file§';",
    "§name§.addEventListener('§event§', (e) => §call§(e.target.value));",
    "try { var pageTracker = _gat._getTracker('UA-§nn§-§n§'); pageTracker._trackPageview(); } catch(err) {}",
    "/* <![CDATA[ */",
    "/* ]]> */",
    'var wpcf7 = {"apiSettings":{"root":"https:\\/\\/§domain§\\/wp-json\\/","namespace":"contact-form-7\\/v1"}};',
    "//<![CDATA[",
    "//]]>",
    "else { §name§ += 1; }",
    "console.log('§call§', §name§);",
    "// fin de §call§()",
    "alert('Debe rellenar el campo ' + §name§);",
    'var message="Función deshabilitada"; if (event.button==2){alert(message);return false;}',
    "§name§.style.display = (§name§.style.display == 'none') ? 'block' : 'none';",
    "module.exports = { §call§: §call§, §name§: §n§ };",
    "<!-- hide script from old browsers",
)

SCRIPT_BLOCKS = (
    "$(document).ready(function(){\n  $('#§id§').§call§({\n    speed: §nn§,\n    auto: true\n  });\n});",
    "(function(i,s,o,g,r,a,m){i['GoogleAnalyticsObject']=r;i[r]=i[r]||function(){\n"
    "(i[r].q=i[r].q||[]).push(arguments)},i[r].l=1*new Date();a=s.createElement(o),\n"
    "m=s.getElementsByTagName(o)[0];a.async=1;a.src=g;m.parentNode.insertBefore(a,m)\n"
    "})(window,document,'script','//§domain§/§file§','ga');\nga('create', 'UA-§nn§-§n§', 'auto');",
    "function §call§(§name§, §name§) {\n  if (§name§ == '') {\n    return false;\n  }\n  return true;\n}",
    "var addthis_config = {\"data_track_clickback\":true};\nvar addthis_share = { url: 'http://§domain§/' };",
    "!function(d,s,id){var js,fjs=d.getElementsByTagName(s)[0];if(!d.getElementById(id)){js=d.createElement(s);"
    'js.id=id;js.src="//§domain§/§file§";fjs.parentNode.insertBefore(js,fjs);}}(document,"script","§id§");',
    'window._wpemojiSettings = {"baseUrl":"https:\\/\\/s.w.org\\/images\\/core\\/emoji\\/72x72\\/","ext":".png"};',
    "_gaq = _gaq || [];\n_gaq.push(['_setAccount', 'UA-§nn§-§n§']);\n_gaq.push(['_trackPageview']);\n"
    "(function() {\n  var ga = document.createElement('script'); ga.type = 'text/javascript'; ga.async = true;\n})();",
    'eval(function(p,a,c,k,e,d){e=function(c){return c.toString(36)};while(c--){if(k[c]){p=p.replace(new RegExp("\\\\b"+e(c)'
    "+\"\\\\b\",\"g\"),k[c])}}return p}('§token§|§token§|§token§'.split('|'),0,{}))",
    "switch (§name§) {\n  case §n§:\n    §call§();\n    break;\n  default:\n    return;\n}",
    '(window.webpackJsonp=window.webpackJsonp||[]).push([[§n§],{§nn§:function(t,e,n){"use strict";n.r(e);var r=n(§nn§);'
    "e.default=r.a}}]);",
    "<script type=\"text/javascript\">\nvar §name§ = '§token§';\n§call§(§name§);\n</script>",
    'class §call§ extends React.Component {\n  render() {\n    return <div className="§id§">{this.props.§name§}</div>;\n  }\n}',
)

SOURCE_LINES = (
    '<div class="§id§" id="§id§-§n§">',
    "</td></tr></table>",
    '<td width="§n§%" align="center" bgcolor="#§hex§">&nbsp;</td>',
    "<!-- wp:paragraph -->",
    "<!-- /wp:image -->",
    '[vc_row][vc_column width="1/§n§"][vc_column_text]',
    "[/vc_column_text][/vc_column][/vc_row]",
    '[gallery columns="4" ids="§nn§,§nn§,§nn§"]',
    "{{ §name§.§name§ }}",
    "{% if §name§.§name§ %}",
    "{% endblock %}",
    "<?php echo $§name§['§column§']; ?>",
    "<?php include('§file§'); ?>",
    '<a href="http://§domain§/§file§" target="_blank">',
    '<img src="images/§file§" width="§nn§" height="§nn§" border="0" alt="" />',
    '<iframe src="https://§domain§/embed/§token§" frameborder="0" allowfullscreen></iframe>',
    "&nbsp;&nbsp;&nbsp;&raquo;&nbsp;",
    "<p>&nbsp;</p>",
    '<input type="hidden" name="§column§" value="§token§" />',
    '<link rel="stylesheet" href="/css/§file§?v=§n§" type="text/css" />',
    '<meta property="og:image" content="https://§domain§/§file§" />',
    '<span style="§prop§;§prop§">',
    '<br /><br clear="all">',
    '<option value="§n§" selected="selected">',
    '<form action="/§file§" method="post" name="§id§">',
    '<% Response.Write(rs("§column§")) %>',
    "##§column§## %%§column§%% [[§column§]]",
    '{| class="wikitable sortable" style="§prop§"',
    '|- align="center"',
    '| style="§prop§" | §n§ || §n§ || §n§',
    "[[Archivo:§file§|thumb|§nn§px|right]]",
    "{{#if:{{{§column§|}}}|{{{§column§}}}|}}",
    "__NOTOC__ __NOEDITSECTION__",
    "${§name§.§call§()} #{§name§}",
    '<!--[if lt IE 9]><script src="http://§domain§/§file§"></script><![endif]-->',
    '<xsl:value-of select="@§column§"/>',
    '<o:p></o:p> <w:LsdException Locked="false" Priority="§n§" Name="Medium Grid §n§"/>',
)

JSON_VALUES = (
    '"§column§": "§token§"',
    '"§column§": §n§',
    '"§column§": null',
    '"§column§": [§n§, §n§, §n§]',
    '"§column§": {"§column§": "§value§"}',
    '"url": "https:\\/\\/§domain§\\/§file§"',
    '"@type": "§column§"',
    '"§column§": true',
    '"lat": 40.§nn§, "lng": -3.§nn§',
    '"§name§": "§date§T§time§Z"',
)

QUERIES = (
    "SELECT §column§, §column§ FROM §table§ WHERE §column§ = §value§ ORDER BY §column§ DESC LIMIT §n§;",
    "INSERT INTO `§table§` (`§column§`, `§column§`, `§column§`) VALUES (§n§, §value§, §value§);",
    "INSERT INTO §table§ VALUES (§nn§,§value§,§value§,§value§,§n§),(§nn§,§value§,§value§,§value§,§n§);",
    "CREATE TABLE `§table§` (\n  `§column§` int(11) NOT NULL AUTO_INCREMENT,\n  `§column§` varchar(255) DEFAULT NULL,\n"
    "  PRIMARY KEY (`§column§`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8;",
    "UPDATE §table§ SET §column§=§value§, §column§=§value§ WHERE id=§nn§;",
    "ALTER TABLE `§table§` ADD KEY `§column§` (`§column§`);",
    "DELETE FROM §table§ WHERE §column§ < '§date§';",
    "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;",
    "SELECT COUNT(*) AS total FROM §table§ a LEFT JOIN §table§ b ON a.id = b.§column§ GROUP BY a.§column§",
    "DROP TABLE IF EXISTS `§table§`;\nLOCK TABLES `§table§` WRITE;\nUNLOCK TABLES;",
    "-- Volcado de datos para la tabla `§table§`\n--\nINSERT INTO `§table§` VALUES(§n§, §value§);",
    "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right "
    "syntax to use near '§value§' at line §n§",
)

TRACES = (
    'Traceback (most recent call last):\n  File "/var/www/§id§/§table§.py", line §nn§, in §call§\n    §name§ = §call§(§name§)\n'
    "KeyError: '§column§'",
    'File "/usr/lib/python2.7/site-packages/django/db/models/query.py", line §nn§, in get\n    self.model._meta.object_name\n'
    "DoesNotExist: §table§ matching query does not exist.",
    "Warning: mysql_connect() [function.mysql-connect]: Access denied for user 'root'@'localhost' (using password: YES) in "
    "/home/§id§/public_html/§file§ on line §n§",
    "Notice: Undefined index: §column§ in /var/www/html/§file§ on line §nn§",
    "Fatal error: Uncaught Error: Call to undefined function §call§() in /htdocs/§file§:§nn§\nStack trace:\n#0 {main}\n  thrown in "
    "/htdocs/§file§ on line §nn§",
    "java.lang.NullPointerException\n\tat org.apache.jsp.§table§_jsp._jspService(§table§_jsp.java:§nn§)\n"
    "\tat org.apache.jasper.runtime.HttpJspBase.service(HttpJspBase.java:70)\n"
    "\tat javax.servlet.http.HttpServlet.service(HttpServlet.java:717)",
    "Microsoft OLE DB Provider for ODBC Drivers error '80004005'\n[Microsoft][ODBC Driver Manager] Data source name not found\n"
    "/§table§/§file§, line §n§",
    "Uncaught TypeError: Cannot read property '§column§' of undefined at §call§ (§file§:§nn§)",
    "System.Data.SqlClient.SqlException (0x80131904): Timeout expired.\n   at §table§.§call§(String §name§) in "
    "C:\\inetpub\\wwwroot\\§table§.cs:line §nn§",
    "ValueError: invalid literal for int() with base 10: '§token§'",
    "Strict Standards: Only variables should be passed by reference in /var/www/vhosts/§domain§/httpdocs/§file§ on line §nn§",
    'Exception in thread "main" org.hibernate.HibernateException: §table§\nCaused by: java.sql.SQLException: §column§',
)

TYPESETTING = (
    "\\documentclass[11pt,a4paper]{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[spanish]{babel}",
    "\\begin{tabular}{|l|c|r|}\n\\hline\n§n§ & §n§ & §decimal§ \\\\\n\\hline\n\\end{tabular}",
    "\\includegraphics[width=0.§n§\\textwidth]{figs/§id§.eps}",
    "\\newcommand{\\§name§}[1]{\\ensuremath{\\mathbf{#1}}}",
    "$$\\frac{\\partial §name§}{\\partial t} = \\sum_{i=1}^{n} x_i^{§n§} + \\alpha_{§n§}$$",
    "\\label{tab:§id§} \\vspace{§n§mm} \\clearpage",
    "\\setcounter{page}{§n§}\\thispagestyle{empty}",
    "\\begin{figure}[!htb]\n\\centering\n\\epsfig{file=§id§.ps}\n\\end{figure}",
    "\\bibitem{§id§§year§} \\textsc{§name§}, \\emph{§column§} \\textbf{§n§}:§nn§--§nn§.",
    "\\documentclass[12pt]{minimal} \\usepackage{amsmath} \\usepackage{wasysym} \\setlength{\\oddsidemargin}{-69pt} "
    "\\begin{document}$$§name§_{§n§}$$\\end{document}",
    "$\\hat{\\beta}_{§n§} \\pm §decimal§$ & $\\chi^2_{(§n§)}$ & $p_{§n§}$ \\\\",
    "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}\\viewkind4\\uc1\\pard\\f0\\fs20",
)

DUMPS = (
    "data:image/png;base64,§base64§==",
    "§base64§",
    "<< /Type /Page /Parent §n§ 0 R /Resources << /Font << /F1 §n§ 0 R >> >> /MediaBox [0 0 595 842] >>",
    "§n§ 0 obj\n<< /Length §nn§ /Filter /FlateDecode >>\nstream\nendstream\nendobj",
    "xref\n0 §n§\n0000000000 65535 f\n00000§nn§ 00000 n\ntrailer",
    '§ip§ - - [§date§:§time§ +0200] "GET /§table§/§file§ HTTP/1.1" 200 §nn§ "-" "Mozilla/5.0 (compatible; Googlebot/2.1)"',
    "[§date§ §time§] ERROR §table§.§call§ - §column§=§token§ retry=§n§",
    '<?xml version="1.0" encoding="ISO-8859-1"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>',
    "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^(.*)$ /§file§?q=$1 [L,QSA]",
    'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="§token§"\nContent-Transfer-Encoding: quoted-printable',
    "0000§n§0: §hex§ §hex§ §hex§ §hex§ §hash§",
    "md5: §hash§ sha1: §hash§",
    "BT /F1 §n§ Tf 1 0 0 1 §n§ §nn§ Tm 0 Tc (§token§) Tj ET",
    "server {\n  listen 80;\n  server_name §domain§;\n  location / { proxy_pass http://127.0.0.1:8080; }\n}",
    "#!/bin/sh\nexport PATH=/usr/local/bin:$PATH\ntar xzf §id§.tgz && cd §id§ && make install",
)


def script(dice: Dice) -> str:
    """Lines of JavaScript, a known block or both."""
    lines = [fill(line, WORDS, dice) for line in dice.several(SCRIPT_LINES, 1, 6)]
    if dice.chance(0.5):
        lines.insert(dice.count(0, len(lines)), fill(dice.choose(SCRIPT_BLOCKS), WORDS, dice))
    return "\n".join(lines)


def style(dice: Dice) -> str:
    """Rules of CSS, each on a line or property by property."""
    return "\n".join(_rule(dice) for _ in range(dice.count(1, 5)))


def _rule(dice: Dice) -> str:
    if dice.chance(0.15):
        return fill(dice.choose(AT_RULES), WORDS, dice)
    selector = ", ".join(fill(each, WORDS, dice) for each in dice.several(WORDS["selector"], 1, 3))
    properties = [fill(each, WORDS, dice) for each in dice.several(WORDS["prop"], 1, 6)]
    if dice.chance(0.5):
        return f"{selector}{{{';'.join(properties)}}}"
    return "\n".join([f"{selector} {{", *(f"  {each.replace(':', ': ')};" for each in properties), "}"])


AT_RULES = (
    "@import url(http://§domain§/css?family=Open+Sans:400,700);",
    "@media (max-width: §nn§px) { .§id§ { §prop§; } }",
    "@font-face{font-family:'icomoon';src:url('fonts/§id§.eot?§token§');font-weight:normal}",
    ":root{--wp--preset--color--primary:#§hex§;--§id§-width:§nn§px}",
    "filter: progid:DXImageTransform.Microsoft.gradient(startColorstr='#§hex§', endColorstr='#§hex§');",
    "@keyframes §id§{from{opacity:0}to{opacity:1}}",
)


def source(dice: Dice) -> str:
    """Lines of HTML, shortcodes, templates or wiki markup without their text."""
    return "\n".join(fill(line, WORDS, dice) for line in dice.several(SOURCE_LINES, 1, 5))


def json(dice: Dice) -> str:
    """An object, on one line or indented."""
    values = [fill(each, WORDS, dice) for each in dice.several(JSON_VALUES, 2, 7)]
    if dice.chance(0.5):
        return "{" + ", ".join(values) + "}"
    return "\n".join(["{", *(f"  {each}," for each in values[:-1]), f"  {values[-1]}", "}"])


def one_of(templates: tuple[str, ...], dice: Dice) -> str:
    return fill(dice.choose(templates), WORDS, dice)


def several_of(templates: tuple[str, ...], dice: Dice) -> str:
    return "\n".join(fill(each, WORDS, dice) for each in dice.several(templates, 1, 2))


SORTS: dict[str, Sort] = {
    "JavaScript": script,
    "CSS": style,
    "HTML and templates": source,
    "JSON": json,
    "SQL": partial(several_of, QUERIES),
    "tracebacks": partial(one_of, TRACES),
    "LaTeX": partial(several_of, TYPESETTING),
    "dumps and logs": partial(one_of, DUMPS),
}
