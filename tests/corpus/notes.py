"""Clinical notes as hospitals write them (made up for these tests): every line of them is content.

Telegraphic, in capitals, in columns, with arrows and signs, with words that elsewhere belong to web pages. What a rule
takes of them, a hospital loses.
"""

NOTES: dict[str, str] = {
    "discharge": """\
INFORME DE ALTA HOSPITALARIA
SERVICIO DE MEDICINA INTERNA
MOTIVO DE INGRESO
Disnea.
ANTECEDENTES PERSONALES
NAMC. No hábitos tóxicos. HTA, DM2, DLP, FA paroxística anticoagulada con Sintrom. SAHS en tto. con CPAP.
IQ: apendicectomía, colecistectomía.
Tto. habitual: Adiro 100 mg 0-1-0, Enalapril 20 mg 1-0-0, Omeprazol 20 mg 1-0-0, Atorvastatina 40 mg 0-0-1.
ENFERMEDAD ACTUAL
Varón de 78 años que acude a Urgencias por disnea de mínimos esfuerzos de 3 días de evolución.
Anteriormente sano.
Comparte habitación con su hermano.
Niega compartir jeringuillas.
Valoración: paciente estable.
Valoración: neumonía basal derecha.
EXPLORACIÓN FÍSICA
TA 120/80 // FC 80 lpm // SatO2 98% basal // Tª 36,5 ºC.
TA: 120/80; FC: 72; FR: 18; Tª: 36,2; SatO2: 97%.
BEG, CyO, NC, NH, NP. ACR: RsCsRs sin soplos, MVC. ABD: B y D, RHA+, no M ni M, Blumberg -, Murphy -.
EEII: no edemas, no signos de TVP. ROT: (+) (+) (-) (+).
PRUEBAS COMPLEMENTARIAS
Hemograma: Hb 13,2 g/dL, Hto 40%, VCM 88 fL, leucocitos 12.300/µL (N 80%, L 12%), plaquetas 250 × 10⁹/L.
Hemoglobina.........................: 13,2 g/dL
Glucosa ........................... 98 mg/dl (70-110)
Serología: VHB (-); VHC (-); VIH (-); lúes (-).
Serologia: VHB (-); VHC (-); VIH (-); lues (-).
HBsAg (-); antiHBc (-); antiHBs (+); antiVHC (-).
Orina: color: amarillo; aspecto: claro; densidad: 1015; pH: 6.
Sedimento: proteínas++; leucocitos+++; nitritos-.
Si TA => 140/90 avisar al médico de guardia.
Fiebre --> hemocultivos --> antibiótico empírico.
Fiebre -> hemocultivos.
Rx.tx 12/03/2021 sin infiltrados ni derrame.
EVOLUCIÓN
Buscar foco infeccioso.
Iniciar sesión de hemodiálisis.
Inicio de sesión de diálisis a las 8:00 h.
Perfusión de noradrenalina (cont.).
JUICIO CLÍNICO
1. Insuficiencia cardiaca descompensada.
TRATAMIENTO AL ALTA
Volver a urgencias si fiebre.
Volver si empeora.
Siguiente cita en 3 meses.
Siguiente control: 6 meses en consulta.
Enviar a un centro de rehabilitación.
Cerrar herida con puntos simples.
Espere un mínimo de 30 minutos antes de tomar otro medicamento.
Vuelva pronto a urgencias si aparece fiebre o disnea.
Lo último que recuerda es el golpe.
""",
    "genetics": """\
Leucemia mieloide crónica BCR::ABL1 positiva en tratamiento con imatinib.
Adenocarcinoma de pulmón con fusión EML4::ALK por NGS.
Se detectó la variante c.68_69delAG(p.Glu23fs) en el gen BRCA1.
Se detectó la variante c.35delG(p.Gly12Valfs) en homocigosis.
Variante NM_007294.3(BRCA1):c.5266dupC (p.Gln1756ProfsTer74) patogénica.
Se detectó chr7_55249071_C_T en heterocigosis.
Estadio pT2 pN1 (2/14) M0, L1 V0 Pn1 R0, G2.
T 3 N 1 M 0
G 3 P 2 A 1
G3P2A1, FUR 12/03/2021, FPP 19/12/2021.
Secuencia del cebador: ACGTGGCTAGCTAGGATCCGATCGATCGGGCTAGCTAGCTAGGGATTCC.
RE 90%, RP 80%, HER2 0, Ki67 20%.
CDKN2A/B delecionado; TP53 c.524G>A; MSS; TMB 4 mut/Mb.
""",
    "ordinary_words": """\
El fármaco se administró por error en dos ocasiones.
El uso de este fármaco no autorizado en España se solicitó como medicación extranjera.
Medicamento no autorizado en menores de 18 años.
Albañil de profesión, trabajaba en obras con exposición a sílice.
Trabaja en labores de mantenimiento de un hospital.
El marcapasos funciona con una batería de litio.
El modelo fue desarrollado con regresión logística multivariante.
Fármaco desarrollado con tecnología de ADN recombinante.
El anticuerpo se ha desarrollado con éxito en ratones.
La infección ha producido un fallo multiorgánico con necesidad de ingreso en UCI.
Se ha producido un fallo renal agudo secundario a contraste.
Se ha producido un error en la dosis de metotrexato.
La diuresis debe registrarse cada hora en la gráfica.
En todo paciente con fiebre debe identificarse el foco infeccioso.
La biopsia solicitada aún no está informada.
La TC solicitada el lunes no está realizada todavía.
El desfibrilador automático descargó; se había descargado el día previo en tres ocasiones.
La bomba de insulina mostró el código de error E4 y la paciente acudió a urgencias.
En el enlace iónico no existe compartición de electrones.
La hipoacusia mostraba una curva en cookie bite en la audiometría.
El tratamiento fue redirigido al control de síntomas.
Tratamiento redirigido a confort tras hablar con la familia.
Notifique reacciones adversas en las condiciones de uso autorizadas.
Utilizar solo en las condiciones de uso recomendadas por el fabricante.
Paciente en la página 3 del consentimiento informado firma con huella.
Navegador quirúrgico: se empleó neuronavegador para la resección del tumor.
El servidor del PACS no permitió ver la radiografía previa.
Derivado a servicio de cirugía; servicio no disponible en este centro.
Código ictus activado a las 10:32; código infarto no activado.
La paciente consulta mucho páginas web sobre dietas y foros de anorexia.
El adolescente pasa ocho horas al día en Instagram y YouTube.
Adicción a WhatsApp e Instagram.
Ciberacoso por Facebook.
Refiere comer muchas cookies y galletas.
Intolerante al gluten; tolera bien cookies sin gluten.
Habla castellano con dificultad.
Barrera idiomática: no entiende castellano.
La sesión ha expirado aire con dificultad.
Se solicitó autorización; la prueba fue denegada por la aseguradora.
Vacuna suspendida temporalmente por fiebre.
Pulse aquí para medir el dolor en la escala visual analógica.
Fallo del sistema: el ventilador dio mensaje de error 500 y se cambió el respirador.
El error 404 ml de sangrado fue estimado.
Robot da Vinci: no es un robot autónomo.
Se inyectaron 20 ml de contraste; error < 5%.
Tiene usted un bulto; inténtelo de nuevo con la compresa fría.
""",
    "tables": """\
ANTIBIOGRAMA
Amoxicilina\tSensible
Ciprofloxacino\tResistente
Cefotaxima\tSensible
Nitrofurantoína\tIntermedio
Urocultivo\tNegativo
Prueba\tResultado\tUnidades\tReferencia
Glucosa\t98\tmg/dL\t70-110
Creatinina\t1,2\tmg/dL\t0,7-1,2
Aspecto\tTurbio
Nitritos\tPositivo
Cocaína | Negativo
Cannabis | Positivo | Confirmar
Hemoglobina | 13,2 | g/dL
Grupo sanguíneo\tO positivo
Anticuerpos irregulares\tNegativos
Localización - epigastrio
Nutrición - dieta blanda
Familia - madre con diabetes
Sexualidad > conservada
Fiebre · tos · disnea · mialgias · anorexia
Disnea > tos > fiebre > astenia
Abdomen | blando | depresible | no doloroso
13,2
1-0-1
0 - 0 - 1
+/+
(-)
""",
    "nursing_plan": """\
Plan de cuidados de enfermería según los patrones funcionales de Gordon.
Nutrición
Eliminación
Actividad y ejercicio
Sueño y descanso
Sexualidad
Familia
El paciente duerme bien y no precisa ayuda para el aseo diario.
""",
    "headings": """\
INFORME DE CONSULTA EXTERNA
Especialidades
Pacientes
Cardiología
Neurología
Salud
Servicio
El paciente acude a revisión por cefalea tensional de larga evolución.
Localización
Epigastrio
Irradiación
Espalda
Registro
Diuresis
Gestión
Docencia
Hemodinámica
""",
    "drug_list": """\
ADIRO 100 MG COMPRIMIDOS GASTRORRESISTENTES 0-1-0
OMEPRAZOL 20 MG CAPSULAS 1-0-0
ENALAPRIL 20 MG COMPRIMIDOS 1-0-1
FUROSEMIDA 40 MG 1-1-0
ATORVASTATINA 40 MG 0-0-1
METFORMINA/SITAGLIPTINA 850/50 MG 1-0-1
INSULINA GLARGINA 20 UI 0-0-0-20
SALBUTAMOL INH 2 PUFF/8 H SP
TRAMADOL/PARACETAMOL 37,5/325 MG 1-1-1 SI DOLOR
""",
    "telegraphic": """\
AP: HTA, DM2, DLP. EPOC GOLD III. SAHS CPAP. FA ACxFA Sintrom. IRC estadio 3b. HBP.
EA: disnea 3 d, ortopnea, DPN, edemas MMII.
EF: TA 160/90, FC 110 arrítmico, SatO2 88% aa, FR 28. IY +. AP: crepitantes bibasales. Edemas ++.
PC: Hb 11,2, Leu 9.800, Cr 1,8, NTproBNP 8.900, TnT 34->36. ECG: FA 110, BRIHH. RxT: ICT↑, RVP, DP bil.
JC: ICC desc. FA RVR.
Plan: furo 40 iv/12h, O2 GN 2 lpm, CPAP noct, bisop 2,5.
""",
    "examination": """\
BEG. NC. NH. Eupneico. Afebril. AC: rítmica. AP: MVC. Abd: blando, depresible. EEII: normal.
""",
    "capitals": """\
PACIENTE VARON DE 72 AÑOS QUE ACUDE POR DOLOR TORACICO OPRESIVO DE DOS HORAS DE EVOLUCION.
NO ALERGIAS MEDICAMENTOSAS CONOCIDAS. EX FUMADOR DE 40 PAQUETES/AÑO.
SE REALIZA ECG: RITMO SINUSAL, SIN ALTERACIONES DE LA REPOLARIZACION.
SE SOLICITA GOT, GPT, GGT, FA, LDH, CPK, PCR, VSG, TSH, FSH, PRL, PTH, HCG, CEA, PSA, SCC, LDL, HDL, VLDL, TTPK, TPHA, RPR, VDRL.
""",
    "requests": """\
Se solicita GOT, GPT, GGT, FAL, LDH, CPK, PCR, VSG, TSH, FSH, PRL, PTH, HCG, CEA, PSA, SCC, LDL, HDL, VLDL, TTPK, TPHA, RPR, VDRL, HBsAg, VHB, VHC.
El resto fue normal.
""",
    "deidentified": """\
Paciente <NOMBRE> de 45 años, residente en <LOCALIDAD>, con diabetes.
Paciente __NOMBRE__ de 45 años que ingresa por fiebre alta.
El Dr. [**Apellido**] pauta antibiótico por vía oral.
La paciente [[PERSONA]] acude con su marido a la consulta.
Ingresa el ##/##/2021 en el servicio de neurología.
Paciente XXXXXXXXXXXXXXXXXXXXXXXXXXXX de 50 años con fiebre.
Paciente ************************* de 50 años con fiebre.
DNI: ________________________ Firma del paciente: __________________________
Fecha: ......................... Hora: .........................
""",
    "typed_marks": """\
## Antecedentes
**Alergias:** no conocidas. Hb &lt; 10 g/dl y temperatura &gt; 38.
# Exploración
- Tabaco() Alcohol() Drogas()
- [x] Fumador  [ ] Bebedor
* SatO2 <% de lo esperado
Glasgow==15, pupilas isocóricas.
Hb 12 || Leucocitos 8000 || Plaquetas 200.000
Diuresis 1500 && balance positivo
sodio(140); potasio(4,2); cloro(100);
edema++; fóvea presente
Dolor_torácico desde ayer, dolor_abdominal ocasional.
La dosis es $5 por comprimido.
""",
    "advice_on_pages": """\
Consejos para buscar información de salud en internet
Antes de fiarse de una página web sobre salud, compruebe quién la firma y cuándo se actualizó.
Muchas páginas usan cookies para saber qué enfermedades busca usted; puede borrarlas desde su navegador.
No escriba su contraseña ni sus datos médicos en páginas cuya dirección no empiece por https.
Los resultados de las pruebas se pueden consultar en el portal del paciente con certificado digital.
Para pedir cita previa por internet entre en https://www.hospital.es/cita.php?id=3 o llame al 900 123 456.
Si la página no está disponible, inténtelo más tarde o acuda a su centro de salud.
La política de privacidad del hospital prohíbe a los profesionales compartir datos por WhatsApp.
El paciente tiene derecho a que se rectifique su historia clínica según el Reglamento (UE) 2016/679.
Descargue la aplicación para registrar su glucemia y compártala con su endocrino.
Suscríbase a los avisos de polen si tiene usted asma alérgica.
""",
    "progress": """\
Día 1
Paciente afebril, estable hemodinámicamente, sin dolor.
Se mantiene el mismo tratamiento antibiótico intravenoso.
Constantes dentro de la normalidad durante el turno.
Día 2
Paciente afebril, estable hemodinámicamente, sin dolor.
Se mantiene el mismo tratamiento antibiótico intravenoso.
Constantes dentro de la normalidad durante el turno.
Día 3
Paciente afebril, estable hemodinámicamente, sin dolor.
Se mantiene el mismo tratamiento antibiótico intravenoso.
Constantes dentro de la normalidad durante el turno.
Día 4
Paciente afebril, estable hemodinámicamente, sin dolor.
Se mantiene el mismo tratamiento antibiótico intravenoso.
Constantes dentro de la normalidad durante el turno.
Día 5
Paciente afebril, estable hemodinámicamente, sin dolor.
Se mantiene el mismo tratamiento antibiótico intravenoso.
Constantes dentro de la normalidad durante el turno.
""",
    "leaflet": """\
¿Qué es la diabetes?
Página 3 de 12
Más información
Ver también hipoglucemia.
Leer más
Si olvida una dosis, espere a la siguiente toma.
Siguiente toma a las 8 horas.
Conservar en nevera.
Mantener fuera del alcance de los niños.
Imprimir y llevar a la farmacia.
Anterior infarto de miocardio hace 5 años.
Cierre: puntos de aproximación.
Home visita a domicilio semanal.
Aceptar la enfermedad lleva tiempo.
Buscar ayuda si hay ideas de suicidio.
Ocultar la comida es un signo de anorexia.
Rechazar la comida es frecuente en demencia.
Compartir agujas transmite el VIH.
Compartir cubiertos no transmite el virus.
Comentarios: sin hallazgos.
Sin comentarios.
3 comentarios del patólogo al margen.
Categoría: BI-RADS 3
Categoría: triaje III
Etiqueta: tubo EDTA morado
2 resultados positivos en hemocultivo.
Resultado 1: positivo para SARS-CoV-2.
Resultados 12/03/2021: normales.
""",
}

SHORT: tuple[str, ...] = tuple(
    """\
Carcinoma ductal infiltrante grado 3, HER2 positivo, Ki67 40%.
Adenocarcinoma de colon pT3 pN1a.
Gastritis crónica superficial, Helicobacter pylori positivo.
Melanoma nodular, Breslow 3,2 mm, Clark IV, ulcerado.
Carcinoma basocelular nodular, bordes libres.
Nevus melanocítico intradérmico.
Adenoma tubular con displasia de bajo grado.
Linfoma difuso de células grandes B, CD20+, BCL6+, MUM1+.
Glioblastoma multiforme, IDH wild-type, WHO grade IV.
Citología: negativa para malignidad.
Colelitiasis. Resto sin hallazgos.
Rx tórax: ICT normal, senos libres.
TC craneal sin contraste: normal.
RM lumbar: hernia discal L5-S1 derecha.
ECG: RS 72 lpm, BRDHH, sin alt. repol.
Eco abdominal: esteatosis hepática leve.
Neumonía bilateral COVID-19. Insuficiencia respiratoria.
FA con RVR. ICC NYHA III. HTA.
DM2 mal control. HbA1c 9,8%.
Paracetamol 1 g/8 h, ibuprofeno 600 mg/8 h.
Amoxicilina-clavulánico 875/125 mg c/8 h 7 días.
Enoxaparina 40 mg sc/24h, omeprazol 20 mg vo/24h.
Insulina glargina 20 UI sc noche.
Salbutamol inhalado 2 puff/6 h.
Metformina 850 mg 1-0-1; Atorvastatina 40 mg 0-0-1.
Urocultivo: E. coli >100.000 UFC/ml BLEE+.
Hemocultivo: Staphylococcus aureus meticilin resistente.
Gram: cocos gram positivos en racimos.
Pseudomonas aeruginosa multirresistente.
Fractura subcapital fémur izq.
PTC dcha. 2015. PTR izq. 2018.
Artroscopia rodilla dcha.
Apendicectomía laparoscópica urgente.
Cesárea urgente por RPBF.
Parto eutócico, RN varón 3.250 g, Apgar 9/10.
RN a término, PAEG.
G2P1A0, 38+4 semanas, DPPNI.
Alergia a penicilina y AINE.
Exfumador 40 paq/año. Bebedor moderado.
HTA, DM2, DLP, EPOC, SAHS, IRC.
IAMCEST inferior Killip I, ACTP + stent DES CD.
Ictus isquémico ACM izquierda, NIHSS 14, ASPECTS 9.
Crisis comicial tonicoclónica generalizada.
Deterioro cognitivo GDS 5, Barthel 40.
Trastorno bipolar tipo I, episodio maníaco.
Ansiedad generalizada. Insomnio.
Cataratas OI. Glaucoma crónico AO. AV 0,6.
Otitis media aguda OD.
Amigdalitis pultácea.
Dermatitis atópica flexural.
Psoriasis en placas PASI 12.
Artritis reumatoide seropositiva, DAS28 4,2.
LES con nefritis clase IV.
Bocio multinodular eutiroideo.
Cólico renal derecho no complicado.
HBP, IPSS 18, PSA 4,5.
Adenocarcinoma próstata Gleason 4+3, cT2b N0 M0.
Mieloma múltiple IgG kappa ISS II.
Anemia ferropénica, Hb 8,2, VCM 70.
TVP femoropoplítea izquierda.
TEP bilateral, PESI 110, troponina neg.
Sepsis urinaria. Shock séptico. Noradrenalina.
Conclusión: BI-RADS 2.
PIRADS 4 lóbulo izquierdo.
Exitus letalis 03:45 h.
Infiltrado en LSD, ¿TBC?? A descartar neoplasia.
Probable TBC??
Lesión quística vs abscesso? seguimiento??
Neumonía.
Hb 13,2
Rx tórax: normal.
ECG: RS a 72 lpm
Staphylococcus aureus, Escherichia coli, Klebsiella pneumoniae, Pseudomonas aeruginosa, Enterococcus faecalis.
Mucosa gástrica: gastritis crónica atrófica, metaplasia intestinal, Helicobacter pylori (+).
Adenocarcinoma ductal infiltrante grado 2 Nottingham; carcinoma in situ asociado; márgenes libres.
""".splitlines()
)
"""Documents of one line."""
