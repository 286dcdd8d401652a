"""Small words and spellings by which Spanish and the languages around it are told apart.

They are what any grammar of these languages lists: articles, contractions, pronouns, prepositions, conjunctions,
auxiliaries, and the outcomes of the same Latin sounds and endings; of Spanish also the cousins of family histories
(`Prima materna con lupus`), who are Italian otherwise. None was taken from the files on which language detection is
measured.
"""

from __future__ import annotations

import re

SMALL_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "es": """a al algo algún alguna algunas algunos ambas ambos ante antes aquel aquella aquí así aun aún aunque
            bajo bien cada casi como con contra cual cuales cualquier cuando cuya cuyo cuyos dar de del desde después
            donde dos durante el él ella ellas ellos en entonces entre era eran es esa ese eso esta está estaba están
            estar estas este esto estos fue fuera fueron ha haber había habían hace hacer hacia han has hasta hay he
            hemos incluso junto la las le les lo los luego más mayor me mediante menos mi mientras mis misma mismo
            mucha mucho muchos muy nada ni ningún ninguna no nos nosotros nuestra nuestro nueva nuevo nunca o otra
            otras otro otros par para pero poco pocos poder podría polo por porque prima primer primero primo pudo
            puede pueden pues que qué quien quienes sale se sea según segundo ser si sí sido siempre sin sino sobre solo
            sólo son su sur sus suya suyas suyo suyos tal también tampoco tan tanto te tener tenía ti tiene tienen toda
            todas todo todos tras través tres tu tú tus u última último un una unas uno unos usted va van vez vos y ya
            yo""",
        "gl": """a á ademais aínda algo algún algunha algunhas algúns ambos ante antes ao aos aquel aquela as ás así
            baixo ben cada cal cales calquera cando case co coa coas como con contra cos cun cunha cuxa cuxo cuxos da
            das de dela dele deles dende desa desde dese despois desta deste destes diso disto dixo do dos dous dúas
            dun dunha durante e é el ela elas eles en entón entre era eran esa ese esta está estaba están estas este
            estes eu facer fai foi fora foron ha haber había habían hai houbo inclusive incluso iso isto lle lles logo
            maior máis me mediante menos mentres mesma mesmo meu meus miña moi moita moito moitos na nada nas nese
            nesta neste nestes nin ningún ningunha no non nos nós nosa noso nova novo nun nunca nunha O o onde os ou
            outra outras outro outros para pero pode poden poder podería pois pola polas polo polos por porque pouco
            primeiro puido que quen quere se segundo sempre sen senón ser seu seus sexa si sido só sobre son súa súas
            tal tamén tampouco tan tanto ten teñen ter teu tiña tiñan toda todas todo todos tras través tres túa u
            última último un unha unhas uns veu vez vostede xa""",
        "pt": """a à ainda além algo algum alguma algumas alguns ambos ante antes ao aos após aquela aquele as às assim
            até através bem cada com como contra cuja cujo da das de dela dele deles depois desde dessa desse desta
            deste destes disse disso disto do dois dos duas durante e é ela elas ele eles em enquanto então entre era
            eram essa esse esta está estão estas este estes eu faz fazer foi fora foram há haver havia houve inclusive
            isso isto já junto lhe lhes logo maior mais mas me mediante menos mesma mesmo meu meus minha muita muito
            muitos na nada não nas nem nenhum nenhuma nesse nesta neste no nos nós nossa nosso nova novo num numa nunca
            O o onde os ou outra outras outro outros para pela pelas pelo pelos pode pôde podem poderia pois por porque
            pouco primeiro quais qual qualquer quando quase que quem são se segundo seja sem sempre senão ser seu seus
            si sido só sobre sua suas tal também tampouco tanto tão tem têm ter teu tinha tinham toda todas todo todos
            três tua última último um uma umas uns veio vez você""",
        "ca": """a abans així això al algun alguna algunes alguns als altra altre altres amb ambdós aquell aquella
            aquest aquesta aquestes aquests bé cada cap cas com contra dalt de del dels des després doncs dos durant el
            ella elles ells els em en encara ens entre era eren es és ésser està estat estava fa fer fins fou ha haver
            havia havien he hem hi ho i ja jo junt la les li llavors lo mai major mateix mateixa me mentre menys més
            meu meva mitjançant molt molta molts ni no només nosaltres nostra nostre nou nova o on pel pels per però
            perquè poc pocs poden podria pot primer qual quals qualsevol quan quasi que què qui res segons sense ser
            seu seus seva seves si sí sigui sinó sobre són sota tal també tampoc tan tant té tenen tenia tot tota totes
            tots tres últim última un una unes uns us va van vostè""",
        "ast": """a agora al algo als amás anque antes aquel aquella asina atal baxo bien cada casi col coles colos
            como con contra cual cuála cuando de del delles dellos dempués dende depués dos durante el él ella elles
            ellos en enantes ensin ente entós equí esa esi eso esta estes esti esto estos facer faer fai foi foron ha
            haber había habíen hacia hai hasta la les llueu lo los lu más mayor me menos mentanto mesma mesmu mientres
            mio mui muncha muncho munchos munchu na nada nel nengún nenguna nes nin non nos nosotros nuesa nuesu nueva
            nuevu nun nuna nunca onde otra otres otros otru pa pal per pero pocos pocu podría pol pola poles polo polos
            por porque primeru puede pueden pues que qué quien se según ser seya si sía sicasí siempre sinón so sobre
            sobro sólo son sos ta taba taben tal tamién tampoco tan tán tanto tenía tien tienen to toes tol tola toles
            tolos toos tou tres tu última últimu un una unes unos unu usté vez xunto y yá ye yera yeren yo""",
        "an": """a al antis aquí as atra atras atro atros como con contra d'a d'as d'o d'os de dende dica dimpués do
            dos el ell en encara entre era eran es esta está estar estau estió estioron fa feito fer ha habeba habió
            hai heba ista istas iste istos ixa ixe ixo la las le les lo los mas más me mesmo muita muito muitos ni no
            nos nunca o os pa per pero por porque puede pueden pus qual quan que qui se según ser si sí sía siempre sin
            sobre son suya suyas suyo suyos ta también tamién tanto teneba tener tien tiene toda todo tot tota totas
            totz un una unas uns vegada y ya ye yera yeran yo""",
        "oc": """a aiçò aital al als amb après aquel aquela aquesta aquestas aqueste aquestes aquò atal autra autras
            autre autres aviá avián ben cada cap çò contra de del dels dempuèi dins doncas dos e è el ela eles en
            encara entre èra èran es èsser estat fins foguèt fòrça i ieu ja jos la las li lo lor los mai major mas me
            mens mentre meteis non nos nostra nòstra nòstre nòu o òm ont pas pauc pel pels per pòdon porque pòt qual
            quala qualque qualques quand que qui se segon sens ser siá sieu sieus son sul sus tal tan tanben tant te
            ten tenon tot tota totas totes totjorn tres un una unas vos vòstra""",
        "it": """a abbiamo ad agli ai al alcun alcuna alcune alcuni alla alle allo allora altra altre altri altro anche
            ancora avere aveva avevano bene c'è che chi ci come con contro così cui da dagli dai dal dalla dalle degli
            dei del della delle dello di dopo dove due durante e è ed ella era erano essere essi fa fare fra fu furono
            già gli ha hanno ho i il in io la le lei li lo loro lui ma mai me mediante meno mentre mi mia mio molta
            molte molti molto ne né negli nei nel nella nelle nello nessun nessuna noi non nostra nostro nulla nuova
            nuovo o ogni per perché più poco poi possono potrebbe prima primo può qual quale quando quasi quella quelle
            quelli quello questa queste questi questo se secondo sempre senza si sì sia solo sono sopra sotto sta stata
            state stati stato stessa stesso su sua sue sui sul sulla suo suoi tale tanto tra tre tu tutta tutte tutti
            tutto un una uno verso""",
        "fr": """a à ainsi après au aussi autre autres aux avant avec avoir ça car ce ces cette chez comme contre d'un
            d'une dans de depuis des deux donc dont du elle elles en entre est et été être eu fait il ils je jusqu'à
            l'on la le les leur leurs lors lui mais me même moins ne nos notre nous on ont ou où par pas pendant peu
            peut plus pour que quelques qui sa sans se selon ses si son sont sous sur tous tout toute toutes très trois
            tu un une vers vous y""",
        "ro": """a această acest aceste acestea acestui ai al ale am ar asupra au avea ca când care cât ce cea cei cel
            cele cu dar de deși din doar după era erau este fără fi fiind fost i iar în într într-un între la lor lui
            mai me mult nici nu o până pe pentru poate prin sa să sale sau se și spre sub sunt te un una unei unui""",
        "en": """a about after all also an and any are as at be been between both but by can could did during each for
            from had has have he her his if in into is it its may me more most no not of on one only or other our over
            she should some such than that the their then there these they this those to two under was we were what
            when which who will with would you your""",
        "nl": """aan al alle als altijd andere ben bij daar dan dat de deze die dit doen door dus een en er geen ging
            had heb hebben heeft het hij hoe hun ik in is ja je kan komen kon kunnen maar me meer men met mijn moet na
            naar niet nog nu of om omdat onder ons ook op over te tegen toen tot u uit van veel voor want waren was wat
            we wel werd werden wie worden wordt zal ze zei zich zij zijn zo zonder zou""",
        "de": """aber als am an auch auf aus bei bis das dass dem den der des die dies diese dieser durch ein eine
            einem einen einer er es für gegen haben hat hatte ich ihr ihre im in ist kann kein keine man mehr mit nach
            nicht noch nur oder ohne sein seine seit sich sie sind so über um und uns unter vom von vor war waren was
            wenn werden wie wir wird wo wurde wurden zu zum zur zwischen""",
        "eu": """arte bai baina baino bat batzuk behar beharko bera bere berri beste bi da dago daude dela dio dira
            diren ditu dituen dituzte du duen dugu dut dute egin egun ere eta ez gabe gero gure guztiak hau hauek hori
            horrek izan izango nahi ni non ondoren orain oso uste zen zer ziren zituen zuen zutela zuten""",
    }.items()
}
"""Of every language also those that others have: only what one of two lacks says something between them. Among the
Spanish ones are nouns and verbs that elsewhere are small words (polo, par, sur), so that they say nothing."""

UNLIKE = ("oc", "gl", "fr", "ca", "ro", "pt", "it", "nl", "en", "de", "eu")
"""Languages that lack some small word of nearly every Spanish sentence, those that share most with Spanish first;
Asturian and Aragonese share too many."""

SPELLINGS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), tuple(codes.split()))
    for pattern, codes in (
        # Latin vowels and consonants.
        (r"[^\Wqgaeiou]ue(?!u)\w", "es ast an"),  # cuerpo, fuerte: corpo, forte in the west, cos, fort in the east
        (r"[^\Wqgaeiouhj]ie[^\Waeiou]", "es ast an it"),  # tiempo, piel
        (r"j", "es pt ca oc"),  # mujer, ojo: Galician and Asturian write x or ll, Italian gli or gi
        (r"ñ", "es gl ast"),
        (r"ei[rx]|[^c]eit[aoe]", "gl pt"),  # primeiro, deixar, peito
        (r"\wou[rtcdlvps]", "gl pt ca"),  # outro, pouco
        (r"\wai\w|[aeo]is$", "gl pt"),  # baixo; animais, posibles but posíbeis
        (r"^x[aeiouáéíóú]|axes?$|lox[ií]|lóxi|rx[ei]|urx|nxe", "gl ast"),  # xente, viaxe, bioloxía, urxente
        (r"lh|nh", "pt oc"),
        (r"unhas?$", "gl"),
        (r"[ãõ]", "pt"),
        (r"ç", "pt ca oc fr"),
        (r"ss", "pt ca oc it fr"),
        (r"[àèìòù]", "ca oc it fr"),
        (r"[êîôûœ]", "fr pt"),
        (r"[ăâîșțşţ]", "ro"),
        (r"l·l|ny|tx", "ca"),
        (r"k$|t[sxz]", "eu"),
        (r"zz|gg|cch|pp|bb|tt|zion[ei]", "it"),
        (r"^[dlsmnt]['’]\w", "ca it oc an ast fr"),  # elision
        # Endings of nouns.
        (r"[cs]iones$", "es ast"),
        (r"[ie]dad(?:es)?$", "es"),
        (r"mientos?$", "es an"),
        (r"óns$", "gl"),
        (r"dades?$", "gl pt"),
        (r"[aei]mentos?$", "gl pt it"),
        (r"[^\Waeiou]u$|[áíó]u$", "ast"),  # the masculine in -u: añu, tratamientu, operáu
        (r"\w{3}ments?$|\w{3}tats?$", "ca"),
        (r"[cs]ions?$", "oc ca fr"),
        (r"[aeo]ns$", "ca oc pt an"),
        # Endings of verbs.
        (r"[^i]ó$", "es ast an"),  # ingresó: ingresou, va ingressar
        (r"ió$", "es ca ast"),
        (r"\w{2}ou$", "gl pt"),
        (r"[oie]use$", "gl"),  # realizouse
    )
)
"""What a word is spelt like, and the languages of `SMALL_WORDS` that spell so: Spanish against its relatives and
Basque; the others need none."""
