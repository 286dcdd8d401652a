Sertralina 143 mg parches
Qué es sertralina y para qué se utiliza
Sertralina contiene un antidepresivo, que se usa para tratar: trastorno de pánico.
Este medicamento pertenece a un grupo llamado los inhibidores de la recaptación de serotonina; su médico se lo ha recetado por depresión.
En un estudio con 913 adultos, 73 de cada 100 mejoraron de depresión en 4 meses.
Antes de tomar sertralina
Durante el primer trimestre, sertralina solo se usará si se vigila cada semana.
Tenga especial cuidado con tramadol: puede aumentar temblor.
No tome sertralina si padece epilepsia o ha tenido una caída reciente.
Informe a su especialista si utiliza hierba de San Juan o ha usado somníferos en los 18 días anteriores.
Puede notar insomnio al usar máquinas; espere 7 horas tras la dosis.
Cada unidad contiene 199 mg de sacarosa; tenga cuidado si presenta trastorno bipolar.
Cómo tomar sertralina
Si toma más sertralina del debido, puede sentir sequedad de boca en 8 horas; llame a su centro de salud.
No interrumpa sertralina sin hablar con su enfermera: podría volver trastorno de pánico en 20 días.
Trague los parches con 169 mL de agua templada, durante las comidas.
En personas con trastorno bipolar se comienza con 90 % de la dosis y se sube cada 4 semanas.
La dosis normal es 50 mg por la mañana, durante 21 días.
Posibles efectos adversos
Se han comunicado 35 casos de sangre en la orina en pacientes con epilepsia.
Poco frecuentes (5 de cada 597): disminución del deseo sexual, sobre todo al despertar.
Si nota disminución del deseo sexual durante más de 14 días, pida un análisis.
Raros: pulso irregular; si aparece, suspenda sertralina y llame a Información Toxicológica.
Conservación e información adicional
Una vez abierto, el envase dura 32 días en la nevera, sin congelar.
Lote 9755: son amarillos y ovalados, de 17 mm, con la marca «15».
El envase contiene 41 parches con celulosa y dióxido de titanio.
Enalapril 16 mg comprimidos
Qué es enalapril y para qué se utiliza
Los comprimidos de enalapril alivian insuficiencia cardíaca en un plazo de 1 semanas.
Este medicamento pertenece a un grupo llamado los inhibidores de la enzima convertidora de angiotensina; su médico se lo ha recetado por hipertensión.
Enalapril contiene un inhibidor de la enzima convertidora, que se usa para tratar: hipertensión.
Antes de tomar enalapril
Puede notar tos seca al trabajar en altura; espere 3 horas tras la dosis.
No tome enalapril si padece estenosis de la arteria renal o ha tenido una infección grave.
Los mayores de 65 años con embarazo necesitan análisis de plaquetas cada 3 meses.
Cada unidad contiene 173 mg de sacarosa; tenga cuidado si presenta embarazo.
Si le van a extraer una muela, avise con 2 días de que toma enalapril.
Tenga especial cuidado con suplementos de potasio: puede aumentar mareo.
Cómo tomar enalapril
En personas con estenosis de la arteria renal se comienza con 40 % de la dosis y se sube cada 6 meses.
Si pesa menos de 48 kg, su enfermera reducirá la dosis.
No interrumpa enalapril sin hablar con su médico: podría volver insuficiencia cardíaca en 6 días.
Si olvidó una dosis y han pasado más de 12 horas, sáltela y siga con la pauta.
La dosis normal es 10 mg una vez al día, durante 29 días.
Posibles efectos adversos
Si nota hinchazón de los labios durante más de 3 días, anote cuándo aparece.
Raros: piel amarilla; si aparece, suspenda enalapril y llame a su centro de salud.
Se han comunicado 62 casos de ampollas en la boca en pacientes con embarazo.
Poco frecuentes (1 de cada 887): visión borrosa, sobre todo al despertar.
Conservación e información adicional
El envase contiene 18 comprimidos con lactosa y dióxido de titanio.
Lote 4715: son azules y alargados, de 15 mm, con la marca «67».
Guarde los comprimidos por debajo de 27 ºC, protegido de la luz.
Sertralina 419 mg sobres de granulado
Qué es sertralina y para qué se utiliza
Sertralina contiene un antidepresivo, que se usa para tratar: trastorno de pánico.
Este medicamento pertenece a un grupo llamado los inhibidores de la recaptación de serotonina; su médico se lo ha recetado por depresión.
Los sobres de granulado de sertralina alivian depresión en un plazo de 5 meses.
Antes de tomar sertralina
Durante la infancia, sertralina solo se usará si se vigila cada semana.
Puede notar sequedad de boca al subir escaleras; espere 10 horas tras la dosis.
Si le van a poner una vacuna, avise con 5 días de que toma sertralina.
Cada unidad contiene 125 mg de sacarosa; tenga cuidado si presenta epilepsia.
La toma con leche apenas modifica su absorción en un 10 %.
Los mayores de 61 años con trastorno bipolar necesitan análisis de transaminasas cada 4 meses.
Cómo tomar sertralina
Si olvidó una dosis y han pasado más de 10 horas, no duplique la cantidad.
La dosis normal es 50 mg por la mañana, durante 32 semanas.
Si pesa menos de 50 kg, su farmacéutico reducirá la dosis.
No interrumpa sertralina sin hablar con su enfermera: podría volver trastorno de pánico en 9 días.
Si toma más sertralina del debido, puede sentir insomnio en 5 horas; llame a su centro de salud.
Posibles efectos adversos
Si nota temblor durante más de 7 días, beba más líquidos.
Poco frecuentes (4 de cada 335): disminución del deseo sexual, sobre todo antes de acostarse.
Raros: ampollas en la boca; si aparece, suspenda sertralina y llame a Urgencias.
Frecuentes (hasta 1 de cada 47 personas): sequedad de boca.
Conservación e información adicional
El envase contiene 41 sobres de granulado con estearato de magnesio y óxido de hierro amarillo.
Guarde los sobres de granulado por debajo de 23 ºC, lejos del baño y la cocina.
Lote 7678: son blancos y redondos, de 15 mm, con la marca «21».
Latanoprost 224 mg comprimidos
Qué es latanoprost y para qué se utiliza
En un estudio con 287 adultos, 57 de cada 100 mejoraron de glaucoma en 12 meses.
Este medicamento pertenece a un grupo llamado los análogos de prostaglandinas; su médico se lo ha recetado por presión alta en el ojo.
El principio activo actúa sobre el riñón y reduce glaucoma a partir de la 1.ª toma.
Antes de tomar latanoprost
Consulte a su farmacéutico si sufre asma grave antes de iniciar latanoprost.
Tenga especial cuidado con otros colirios: puede aumentar enrojecimiento.
Puede notar pestañas más largas al conducir; espere 10 horas tras la dosis.
Durante el embarazo, latanoprost solo se usará si no existe otra opción.
Informe a su enfermera si utiliza timolol o ha usado anticonceptivos orales en los 11 días anteriores.
La toma con leche reduce su absorción en un 44 %.
Cómo tomar latanoprost
No interrumpa latanoprost sin hablar con su especialista: podría volver presión alta en el ojo en 20 días.
Si pesa menos de 48 kg, su médico reducirá la dosis.
La dosis normal es una gota por la noche, durante 71 semanas.
Si olvidó una dosis y han pasado más de 7 horas, pregunte en la farmacia.
Trague los comprimidos con 124 mL de zumo de manzana, el mismo día de la semana.
Posibles efectos adversos
Si nota cambio de color del iris durante más de 11 días, tome el medicamento con comida.
Se han comunicado 59 casos de convulsiones en pacientes con inflamación ocular.
Poco frecuentes (3 de cada 766): cambio de color del iris, sobre todo antes de acostarse.
Frecuentes (hasta 9 de cada 83 personas): pestañas más largas.
Conservación e información adicional
Una vez abierto, el envase dura 58 días lejos del baño y la cocina.
El envase contiene 10 comprimidos con celulosa y óxido de hierro amarillo.
Lote 8928: son rosas y ranurados, de 12 mm, con la marca «76».
Metformina 79 mg parches
Qué es metformina y para qué se utiliza
En un estudio con 264 adultos, 23 de cada 100 mejoraron de diabetes de tipo 2 en 9 días.
Este medicamento pertenece a un grupo llamado las biguanidas; su médico se lo ha recetado por diabetes de tipo 2.
Los parches de metformina alivian diabetes de tipo 2 en un plazo de 9 meses.
Antes de tomar metformina
Si le van a extraer una muela, avise con 2 días de que toma metformina.
Durante el embarazo, metformina solo se usará si el beneficio supera el riesgo.
Cada unidad contiene 29 mg de aspartamo; tenga cuidado si presenta insuficiencia renal grave.
No tome metformina si padece cetoacidosis o ha tenido una infección grave.
Informe a su enfermera si utiliza contrastes yodados o ha usado anticonceptivos orales en los 30 días anteriores.
Puede notar pérdida de apetito al levantarse de la cama; espere 10 horas tras la dosis.
Cómo tomar metformina
Si olvidó una dosis y han pasado más de 5 horas, pregunte en la farmacia.
Si toma más metformina del debido, puede sentir falta de vitamina B12 en 9 horas; llame a Información Toxicológica.
Trague los parches con 180 mL de agua templada, antes de acostarse.
La dosis normal es 850 mg dos veces al día, durante 81 semanas.
En personas con cetoacidosis se comienza con 80 % de la dosis y se sube cada 2 semanas.
Posibles efectos adversos
Si nota diarrea durante más de 2 días, tome el medicamento con comida.
Poco frecuentes (6 de cada 853): sabor metálico, sobre todo al despertar.
Frecuentes (hasta 9 de cada 38 personas): diarrea.
Raros: pulso irregular; si aparece, suspenda metformina y llame a Urgencias.
Conservación e información adicional
El envase contiene 88 parches con sodio y povidona.
Lote 3018: son rosas y ranurados, de 6 mm, con la marca «87».
Guarde los parches por debajo de 21 ºC, fuera del alcance de los niños.
Salbutamol 79 mg parches
Qué es salbutamol y para qué se utiliza
El principio activo actúa sobre los receptores nerviosos y reduce espasmo bronquial a partir de la 1.ª toma.
Los parches de salbutamol alivian asma en un plazo de 8 meses.
Este medicamento pertenece a un grupo llamado los agonistas beta-2; su médico se lo ha recetado por asma.
Antes de tomar salbutamol
No tome salbutamol si padece hipertiroidismo o ha tenido una reacción alérgica.
Durante el primer trimestre, salbutamol solo se usará si lo decide un especialista.
Informe a su especialista si utiliza furosemida o ha usado somníferos en los 6 días anteriores.
La toma con zumo de pomelo aumenta su absorción en un 15 %.
Consulte a su enfermera si sufre arritmia antes de iniciar salbutamol.
Cada unidad contiene 107 mg de sacarosa; tenga cuidado si presenta hipertiroidismo.
Cómo tomar salbutamol
Trague los parches con 195 mL de agua, 2 horas después de cenar.
No interrumpa salbutamol sin hablar con su médico: podría volver espasmo bronquial en 12 días.
En personas con arritmia se comienza con 60 % de la dosis y se sube cada 2 semanas.
Si olvidó una dosis y han pasado más de 10 horas, sáltela y siga con la pauta.
Si toma más salbutamol del debido, puede sentir temblor en 4 horas; llame a Información Toxicológica.
Posibles efectos adversos
Se han comunicado 28 casos de sangre en la orina en pacientes con hipertiroidismo.
Raros: convulsiones; si aparece, suspenda salbutamol y llame a Urgencias.
Poco frecuentes (9 de cada 655): palpitaciones, sobre todo durante las comidas.
Si nota nerviosismo durante más de 12 días, acuda a consulta.
Conservación e información adicional
El envase contiene 11 parches con lactosa y talco.
Una vez abierto, el envase dura 78 días en la nevera, sin congelar.
Guarde los parches por debajo de 21 ºC, en el blíster original.
Prednisona 386 mg comprimidos masticables
Qué es prednisona y para qué se utiliza
Prednisona contiene un corticoide, que se usa para tratar: asma.
Los comprimidos masticables de prednisona alivian artritis en un plazo de 7 meses.
En un estudio con 253 adultos, 26 de cada 100 mejoraron de alergia grave en 7 días.
Antes de tomar prednisona
Durante el embarazo, prednisona solo se usará si el beneficio supera el riesgo.
Puede notar azúcar alto al trabajar en altura; espere 9 horas tras la dosis.
Informe a su farmacéutico si utiliza ibuprofeno o ha usado plantas medicinales en los 23 días anteriores.
Cada unidad contiene 218 mg de aspartamo; tenga cuidado si presenta osteoporosis.
Si le van a hacer una tomografía con contraste, avise con 7 días de que toma prednisona.
La toma con una comida grasa aumenta su absorción en un 51 %.
Cómo tomar prednisona
No interrumpa prednisona sin hablar con su enfermera: podría volver alergia grave en 11 días.
En personas con herpes ocular se comienza con 50 % de la dosis y se sube cada 4 semanas.
La dosis normal es 30 mg en el desayuno, durante 20 días.
Si pesa menos de 55 kg, su especialista revisará la dosis.
Trague los comprimidos masticables con 148 mL de agua templada, durante las comidas.
Posibles efectos adversos
Se han comunicado 13 casos de ampollas en la boca en pacientes con osteoporosis.
Frecuentes (hasta 2 de cada 22 personas): cara redondeada.
Raros: convulsiones; si aparece, suspenda prednisona y llame a Información Toxicológica.
Si nota insomnio durante más de 14 días, pida un análisis.
Conservación e información adicional
Lote 1358: son azules y alargados, de 15 mm, con la marca «27».
Guarde los comprimidos masticables por debajo de 20 ºC, en el blíster original.
Una vez abierto, el envase dura 39 meses lejos del baño y la cocina.
Insulina glargina 493 mg comprimidos recubiertos
Qué es insulina glargina y para qué se utiliza
Los comprimidos recubiertos de insulina glargina alivian diabetes en un plazo de 2 meses.
En un estudio con 414 adultos, 71 de cada 100 mejoraron de diabetes en 16 semanas.
Este medicamento pertenece a un grupo llamado las insulinas; su médico se lo ha recetado por diabetes.
Antes de tomar insulina glargina
Cada unidad contiene 12 mg de estearato de magnesio; tenga cuidado si presenta azúcar bajo.
Consulte a su médico si sufre enfermedad renal antes de iniciar insulina glargina.
No tome insulina glargina si padece azúcar bajo o ha tenido una infección grave.
Informe a su enfermera si utiliza betabloqueantes o ha usado plantas medicinales en los 28 días anteriores.
Tenga especial cuidado con alcohol: puede aumentar aumento de peso.
Puede notar bultos en la piel al usar máquinas; espere 3 horas tras la dosis.
Cómo tomar insulina glargina
Si olvidó una dosis y han pasado más de 8 horas, tome solo la siguiente.
Trague los comprimidos recubiertos con 164 mL de agua, el mismo día de la semana.
En personas con enfermedad renal se comienza con 70 % de la dosis y se sube cada 4 días.
Si toma más insulina glargina del debido, puede sentir bajada de azúcar en 11 horas; llame a su centro de salud.
No interrumpa insulina glargina sin hablar con su farmacéutico: podría volver diabetes en 5 días.
Posibles efectos adversos
Se han comunicado 66 casos de sangre en la orina en pacientes con azúcar bajo.
Si nota bultos en la piel durante más de 5 días, beba más líquidos.
Poco frecuentes (9 de cada 254): aumento de peso, sobre todo 3 horas después de cenar.
Frecuentes (hasta 1 de cada 53 personas): bajada de azúcar.
Conservación e información adicional
El envase contiene 39 comprimidos recubiertos con sacarosa y dióxido de titanio.
Lote 9109: son amarillos y ovalados, de 6 mm, con la marca «84».
Una vez abierto, el envase dura 45 semanas en el blíster original.
Prednisona 338 mg sobres de granulado
Qué es prednisona y para qué se utiliza
Los sobres de granulado de prednisona alivian artritis en un plazo de 8 meses.
Este medicamento pertenece a un grupo llamado los corticoides; su médico se lo ha recetado por alergia grave.
Prednisona contiene un corticoide, que se usa para tratar: asma.
Antes de tomar prednisona
Informe a su especialista si utiliza vacunas vivas o ha usado jarabes para la tos en los 4 días anteriores.
Tenga especial cuidado con ibuprofeno: puede aumentar aumento de apetito.
Si le van a poner una vacuna, avise con 7 días de que toma prednisona.
La toma con fibra apenas modifica su absorción en un 29 %.
Cada unidad contiene 156 mg de sodio; tenga cuidado si presenta herpes ocular.
Los mayores de 77 años con osteoporosis necesitan análisis de plaquetas cada 3 meses.
Cómo tomar prednisona
Trague los sobres de granulado con 215 mL de agua, al despertar.
No interrumpa prednisona sin hablar con su farmacéutico: podría volver artritis en 3 días.
La dosis normal es 30 mg en el desayuno, durante 74 semanas.
Si pesa menos de 49 kg, su médico revisará la dosis.
En personas con herpes ocular se comienza con 80 % de la dosis y se sube cada 5 días.
Posibles efectos adversos
Frecuentes (hasta 3 de cada 46 personas): insomnio.
Raros: convulsiones; si aparece, suspenda prednisona y llame a su centro de salud.
Si nota cara redondeada durante más de 13 días, tome el medicamento con comida.
Se han comunicado 45 casos de pulso irregular en pacientes con osteoporosis.
Conservación e información adicional
Lote 2227: son rosas y ranurados, de 19 mm, con la marca «29».
Guarde los sobres de granulado por debajo de 24 ºC, fuera del alcance de los niños.
El envase contiene 65 sobres de granulado con estearato de magnesio y dióxido de titanio.
Atorvastatina 423 mg comprimidos recubiertos
Qué es atorvastatina y para qué se utiliza
En un estudio con 949 adultos, 29 de cada 100 mejoraron de colesterol elevado en 4 semanas.
Este medicamento pertenece a un grupo llamado las estatinas; su médico se lo ha recetado por prevención del infarto.
El principio activo actúa sobre el riñón y reduce colesterol elevado a partir de la 4.ª toma.
Antes de tomar atorvastatina
Tenga especial cuidado con claritromicina: puede aumentar estreñimiento.
Si le van a operar con anestesia, avise con 6 días de que toma atorvastatina.
Puede notar debilidad al trabajar en altura; espere 5 horas tras la dosis.
Durante la lactancia, atorvastatina solo se usará si se vigila cada semana.
Consulte a su farmacéutico si sufre enfermedad del hígado antes de iniciar atorvastatina.
Cada unidad contiene 214 mg de sacarosa; tenga cuidado si presenta enfermedad muscular.
Cómo tomar atorvastatina
La dosis normal es 40 mg por la noche, durante 88 meses.
Trague los comprimidos recubiertos con 184 mL de agua templada, antes de acostarse.
Si pesa menos de 40 kg, su especialista repartirá la dosis.
Si toma más atorvastatina del debido, puede sentir sueños extraños en 8 horas; llame a Urgencias.
En personas con enfermedad del hígado se comienza con 70 % de la dosis y se sube cada 5 días.
Posibles efectos adversos
Raros: piel amarilla; si aparece, suspenda atorvastatina y llame a su centro de salud.
Se han comunicado 11 casos de ampollas en la boca en pacientes con enfermedad muscular.
Si nota dolor muscular durante más de 12 días, acuda a consulta.
Poco frecuentes (6 de cada 708): sueños extraños, sobre todo el mismo día de la semana.
Conservación e información adicional
Lote 5945: son blancos y redondos, de 15 mm, con la marca «69».
Guarde los comprimidos recubiertos por debajo de 21 ºC, lejos del baño y la cocina.
Una vez abierto, el envase dura 89 meses en la nevera, sin congelar.
Amoxicilina 86 mg comprimidos masticables
Qué es amoxicilina y para qué se utiliza
Amoxicilina contiene un antibiótico betalactámico, que se usa para tratar: infección dental.
El principio activo actúa sobre los vasos sanguíneos y reduce faringitis bacteriana a partir de la 4.ª toma.
En un estudio con 961 adultos, 36 de cada 100 mejoraron de otitis en 9 meses.
Antes de tomar amoxicilina
Consulte a su médico si sufre alergia a la penicilina antes de iniciar amoxicilina.
Informe a su especialista si utiliza alopurinol o ha usado vitaminas en los 16 días anteriores.
Cada unidad contiene 41 mg de almidón de maíz; tenga cuidado si presenta mononucleosis.
La toma con zumo de pomelo aumenta su absorción en un 47 %.
Puede notar diarrea al subir escaleras; espere 12 horas tras la dosis.
Durante la lactancia, amoxicilina solo se usará si el beneficio supera el riesgo.
Cómo tomar amoxicilina
Si toma más amoxicilina del debido, puede sentir erupción en 11 horas; llame a su centro de salud.
Si pesa menos de 44 kg, su farmacéutico reducirá la dosis.
La dosis normal es 500 mg cada 8 horas, durante 61 días.
Si olvidó una dosis y han pasado más de 5 horas, sáltela y siga con la pauta.
Trague los comprimidos masticables con 192 mL de agua, el mismo día de la semana.
Posibles efectos adversos
Se han comunicado 19 casos de piel amarilla en pacientes con alergia a la penicilina.
Frecuentes (hasta 1 de cada 37 personas): náuseas.
Raros: ampollas en la boca; si aparece, suspenda amoxicilina y llame a Urgencias.
Poco frecuentes (4 de cada 688): candidiasis, sobre todo antes de acostarse.
Conservación e información adicional
Guarde los comprimidos masticables por debajo de 21 ºC, en la nevera, sin congelar.
Una vez abierto, el envase dura 14 semanas protegido de la luz.
El envase contiene 81 comprimidos masticables con lactosa y talco.
Omeprazol 464 mg sobres de granulado
Qué es omeprazol y para qué se utiliza
Este medicamento pertenece a un grupo llamado los inhibidores de la bomba de protones; su médico se lo ha recetado por reflujo.
Omeprazol contiene un inhibidor de la bomba de protones, que se usa para tratar: úlcera de duodeno.
Los sobres de granulado de omeprazol alivian úlcera de duodeno en un plazo de 2 días.
Antes de tomar omeprazol
Consulte a su farmacéutico si sufre falta de magnesio antes de iniciar omeprazol.
No tome omeprazol si padece osteoporosis o ha tenido una caída reciente.
Cada unidad contiene 181 mg de sacarosa; tenga cuidado si presenta osteoporosis.
Puede notar dolor abdominal al levantarse de la cama; espere 2 horas tras la dosis.
Durante el embarazo, omeprazol solo se usará si se vigila cada semana.
Tenga especial cuidado con digoxina: puede aumentar dolor de cabeza.
Cómo tomar omeprazol
En personas con falta de magnesio se comienza con 30 % de la dosis y se sube cada 3 meses.
La dosis normal es 20 mg antes del desayuno, durante 24 semanas.
Trague los sobres de granulado con 171 mL de agua, durante las comidas.
No interrumpa omeprazol sin hablar con su especialista: podría volver reflujo en 7 días.
Si pesa menos de 37 kg, su médico reducirá la dosis.
Posibles efectos adversos
Frecuentes (hasta 6 de cada 88 personas): estreñimiento.
Se han comunicado 15 casos de dificultad para respirar en pacientes con falta de magnesio.
Si nota gases durante más de 3 días, beba más líquidos.
Poco frecuentes (4 de cada 220): estreñimiento, sobre todo 2 horas después de cenar.
Conservación e información adicional
El envase contiene 82 sobres de granulado con almidón de maíz y dióxido de titanio.
Una vez abierto, el envase dura 22 días protegido de la luz.
Guarde los sobres de granulado por debajo de 20 ºC, lejos del baño y la cocina.
Sumatriptán 160 mg sobres de granulado
Qué es sumatriptán y para qué se utiliza
El principio activo actúa sobre el riñón y reduce crisis de migraña a partir de la 6.ª toma.
Sumatriptán contiene un triptán, que se usa para tratar: crisis de migraña.
En un estudio con 693 adultos, 70 de cada 100 mejoraron de crisis de migraña en 4 semanas.
Antes de tomar sumatriptán
Los mayores de 63 años con angina necesitan análisis de potasio cada 7 meses.
Informe a su médico si utiliza sertralina o ha usado laxantes en los 20 días anteriores.
Tenga especial cuidado con ergotamina: puede aumentar hormigueo.
Puede notar calor al subir escaleras; espere 12 horas tras la dosis.
No tome sumatriptán si padece ictus previo o ha tenido una caída reciente.
Consulte a su enfermera si sufre angina antes de iniciar sumatriptán.
Cómo tomar sumatriptán
En personas con ictus previo se comienza con 60 % de la dosis y se sube cada 6 días.
La dosis normal es 50 mg al comenzar el dolor, durante 69 meses.
Si pesa menos de 51 kg, su especialista reducirá la dosis.
No interrumpa sumatriptán sin hablar con su farmacéutico: podría volver crisis de migraña en 9 días.
Si olvidó una dosis y han pasado más de 10 horas, pregunte en la farmacia.
Posibles efectos adversos
Si nota pesadez durante más de 9 días, tome el medicamento con comida.
Poco frecuentes (6 de cada 245): opresión en el pecho, sobre todo el mismo día de la semana.
Raros: pulso irregular; si aparece, suspenda sumatriptán y llame a su centro de salud.
Se han comunicado 38 casos de sangre en la orina en pacientes con angina.
Conservación e información adicional
Guarde los sobres de granulado por debajo de 27 ºC, en la nevera, sin congelar.
Lote 1426: son azules y alargados, de 12 mm, con la marca «81».
Una vez abierto, el envase dura 40 días protegido de la luz.
Alopurinol 9 mg comprimidos
Qué es alopurinol y para qué se utiliza
Alopurinol contiene un reductor del ácido úrico, que se usa para tratar: cálculos de urato.
El principio activo actúa sobre el riñón y reduce gota a partir de la 3.ª toma.
Los comprimidos de alopurinol alivian gota en un plazo de 2 meses.
Antes de tomar alopurinol
Consulte a su farmacéutico si sufre insuficiencia renal antes de iniciar alopurinol.
Puede notar somnolencia al conducir; espere 10 horas tras la dosis.
Tenga especial cuidado con teofilina: puede aumentar erupción.
La toma con leche apenas modifica su absorción en un 23 %.
Informe a su especialista si utiliza azatioprina o ha usado plantas medicinales en los 10 días anteriores.
Durante la lactancia, alopurinol solo se usará si lo decide un especialista.
Cómo tomar alopurinol
Si toma más alopurinol del debido, puede sentir náuseas en 2 horas; llame a Información Toxicológica.
Trague los comprimidos con 148 mL de agua templada, antes de acostarse.
No interrumpa alopurinol sin hablar con su médico: podría volver cálculos de urato en 4 días.
Si olvidó una dosis y han pasado más de 9 horas, tome solo la siguiente.
La dosis normal es 100 mg tras la comida, durante 86 días.
Posibles efectos adversos
Si nota somnolencia durante más de 9 días, pida un análisis.
Frecuentes (hasta 6 de cada 11 personas): erupción.
Se han comunicado 6 casos de piel amarilla en pacientes con ataque agudo de gota.
Poco frecuentes (1 de cada 804): náuseas, sobre todo el mismo día de la semana.
Conservación e información adicional
Lote 7188: son blancos y redondos, de 8 mm, con la marca «13».
El envase contiene 35 comprimidos con estearato de magnesio y sorbitol.
Una vez abierto, el envase dura 69 semanas lejos del baño y la cocina.
Apixabán 211 mg comprimidos masticables
Qué es apixabán y para qué se utiliza
Este medicamento pertenece a un grupo llamado los anticoagulantes directos; su médico se lo ha recetado por coágulos en el pulmón.
El principio activo actúa sobre los receptores nerviosos y reduce fibrilación auricular a partir de la 3.ª toma.
En un estudio con 597 adultos, 47 de cada 100 mejoraron de coágulos en el pulmón en 12 semanas.
Antes de tomar apixabán
Informe a su farmacéutico si utiliza ketoconazol o ha usado laxantes en los 13 días anteriores.
Consulte a su especialista si sufre prótesis valvular antes de iniciar apixabán.
Cada unidad contiene 50 mg de celulosa; tenga cuidado si presenta hemorragia reciente.
Durante el primer trimestre, apixabán solo se usará si se vigila cada semana.
La toma con leche reduce su absorción en un 35 %.
Los mayores de 68 años con hemorragia reciente necesitan análisis de azúcar cada 8 meses.
Cómo tomar apixabán
Si pesa menos de 58 kg, su enfermera revisará la dosis.
Si toma más apixabán del debido, puede sentir sangrado de nariz en 4 horas; llame a su centro de salud.
Trague los comprimidos masticables con 250 mL de agua templada, al despertar.
Si olvidó una dosis y han pasado más de 11 horas, tome solo la siguiente.
La dosis normal es 5 mg dos veces al día, durante 22 meses.
Posibles efectos adversos
Si nota hematomas durante más de 6 días, acuda a consulta.
Frecuentes (hasta 1 de cada 43 personas): orina rojiza.
Raros: ampollas en la boca; si aparece, suspenda apixabán y llame a Urgencias.
Poco frecuentes (4 de cada 882): anemia, sobre todo antes de acostarse.
Conservación e información adicional
Guarde los comprimidos masticables por debajo de 20 ºC, protegido de la luz.
Lote 1998: son amarillos y ovalados, de 18 mm, con la marca «25».
El envase contiene 56 comprimidos masticables con estearato de magnesio y dióxido de titanio.
Atorvastatina 432 mg comprimidos masticables
Qué es atorvastatina y para qué se utiliza
En un estudio con 537 adultos, 36 de cada 100 mejoraron de colesterol elevado en 15 meses.
Este medicamento pertenece a un grupo llamado las estatinas; su médico se lo ha recetado por prevención del infarto.
El principio activo actúa sobre una enzima del hígado y reduce prevención del infarto a partir de la 4.ª toma.
Antes de tomar atorvastatina
La toma con leche aumenta su absorción en un 43 %.
Informe a su especialista si utiliza zumo de pomelo o ha usado anticonceptivos orales en los 20 días anteriores.
Durante el primer trimestre, atorvastatina solo se usará si no existe otra opción.
Tenga especial cuidado con claritromicina: puede aumentar dolor muscular.
Consulte a su enfermera si sufre enfermedad muscular antes de iniciar atorvastatina.
Si le van a hacer una tomografía con contraste, avise con 9 días de que toma atorvastatina.
Cómo tomar atorvastatina
En personas con enfermedad del hígado se comienza con 50 % de la dosis y se sube cada 3 semanas.
Trague los comprimidos masticables con 148 mL de agua, al despertar.
No interrumpa atorvastatina sin hablar con su farmacéutico: podría volver colesterol elevado en 3 días.
Si olvidó una dosis y han pasado más de 7 horas, no duplique la cantidad.
La dosis normal es 40 mg por la noche, durante 40 días.
Posibles efectos adversos
Frecuentes (hasta 1 de cada 49 personas): sueños extraños.
Raros: convulsiones; si aparece, suspenda atorvastatina y llame a su centro de salud.
Se han comunicado 47 casos de sangre en la orina en pacientes con enfermedad del hígado.
Si nota estreñimiento durante más de 9 días, anote cuándo aparece.
Conservación e información adicional
Lote 6648: son amarillos y ovalados, de 15 mm, con la marca «54».
Una vez abierto, el envase dura 32 meses lejos del baño y la cocina.
Guarde los comprimidos masticables por debajo de 23 ºC, en la nevera, sin congelar.
Apixabán 117 mg comprimidos recubiertos
Qué es apixabán y para qué se utiliza
Apixabán contiene un anticoagulante, que se usa para tratar: coágulos en el pulmón.
El principio activo actúa sobre las células del sistema inmunitario y reduce fibrilación auricular a partir de la 4.ª toma.
Este medicamento pertenece a un grupo llamado los anticoagulantes directos; su médico se lo ha recetado por fibrilación auricular.
Antes de tomar apixabán
Si le van a extraer una muela, avise con 5 días de que toma apixabán.
Cada unidad contiene 62 mg de sodio; tenga cuidado si presenta hemorragia reciente.
La toma con una comida grasa apenas modifica su absorción en un 11 %.
Tenga especial cuidado con rifampicina: puede aumentar hematomas.
Los mayores de 63 años con prótesis valvular necesitan análisis de potasio cada 8 meses.
Informe a su médico si utiliza ketoconazol o ha usado plantas medicinales en los 3 días anteriores.
Cómo tomar apixabán
Trague los comprimidos recubiertos con 238 mL de zumo de manzana, el mismo día de la semana.
La dosis normal es 5 mg dos veces al día, durante 65 meses.
No interrumpa apixabán sin hablar con su especialista: podría volver coágulos en el pulmón en 18 días.
Si pesa menos de 35 kg, su enfermera revisará la dosis.
En personas con prótesis valvular se comienza con 80 % de la dosis y se sube cada 2 semanas.
Posibles efectos adversos
Se han comunicado 62 casos de sangre en la orina en pacientes con hemorragia reciente.
Raros: dificultad para respirar; si aparece, suspenda apixabán y llame a Información Toxicológica.
Frecuentes (hasta 8 de cada 59 personas): anemia.
Si nota orina rojiza durante más de 9 días, acuda a consulta.
Conservación e información adicional
El envase contiene 58 comprimidos recubiertos con aspartamo y povidona.
Una vez abierto, el envase dura 23 días fuera del alcance de los niños.
Lote 2673: son rosas y ranurados, de 16 mm, con la marca «87».
Levetiracetam 496 mg parches
Qué es levetiracetam y para qué se utiliza
Este medicamento pertenece a un grupo llamado los antiepilépticos; su médico se lo ha recetado por crisis focales.
Los parches de levetiracetam alivian epilepsia mioclónica en un plazo de 9 días.
Levetiracetam contiene un antiepiléptico, que se usa para tratar: epilepsia mioclónica.
Antes de tomar levetiracetam
Informe a su médico si utiliza alcohol o ha usado jarabes para la tos en los 23 días anteriores.
No tome levetiracetam si padece ideas de suicidio o ha tenido una reacción alérgica.
La toma con una comida grasa aumenta su absorción en un 16 %.
Si le van a extraer una muela, avise con 3 días de que toma levetiracetam.
Cada unidad contiene 224 mg de almidón de maíz; tenga cuidado si presenta insuficiencia renal.
Los mayores de 76 años con insuficiencia renal necesitan análisis de creatinina cada 8 meses.
Cómo tomar levetiracetam
Si pesa menos de 60 kg, su enfermera revisará la dosis.
Trague los parches con 237 mL de agua templada, 3 horas después de cenar.
Si olvidó una dosis y han pasado más de 4 horas, no duplique la cantidad.
En personas con ideas de suicidio se comienza con 60 % de la dosis y se sube cada 2 semanas.
La dosis normal es 500 mg dos veces al día, durante 50 meses.
Posibles efectos adversos
Si nota vértigo durante más de 10 días, acuda a consulta.
Frecuentes (hasta 2 de cada 63 personas): dolor de garganta.
Raros: convulsiones; si aparece, suspenda levetiracetam y llame a Información Toxicológica.
Se han comunicado 21 casos de ampollas en la boca en pacientes con ideas de suicidio.
Conservación e información adicional
Lote 9593: son azules y alargados, de 9 mm, con la marca «39».
Una vez abierto, el envase dura 85 días protegido de la luz.
El envase contiene 66 parches con estearato de magnesio y talco.
Ácido alendrónico 494 mg comprimidos
Qué es ácido alendrónico y para qué se utiliza
El principio activo actúa sobre una enzima del hígado y reduce osteoporosis a partir de la 6.ª toma.
En un estudio con 870 adultos, 88 de cada 100 mejoraron de osteoporosis en 5 semanas.
Este medicamento pertenece a un grupo llamado los bisfosfonatos; su médico se lo ha recetado por osteoporosis.
Antes de tomar ácido alendrónico
Los mayores de 67 años con estrechez del esófago necesitan análisis de azúcar cada 8 meses.
Cada unidad contiene 117 mg de sacarosa; tenga cuidado si presenta falta de calcio.
Tenga especial cuidado con antiácidos: puede aumentar molestias en la mandíbula.
Consulte a su enfermera si sufre falta de calcio antes de iniciar ácido alendrónico.
La toma con café aumenta su absorción en un 52 %.
Puede notar acidez al conducir; espere 7 horas tras la dosis.
Cómo tomar ácido alendrónico
En personas con estrechez del esófago se comienza con 90 % de la dosis y se sube cada 2 días.
La dosis normal es 70 mg una vez por semana, durante 68 meses.
Si toma más ácido alendrónico del debido, puede sentir dolor al tragar en 5 horas; llame a Urgencias.
No interrumpa ácido alendrónico sin hablar con su especialista: podría volver osteoporosis en 2 días.
Si pesa menos de 48 kg, su farmacéutico repartirá la dosis.
Posibles efectos adversos
Poco frecuentes (9 de cada 784): dolor de huesos, sobre todo durante las comidas.
Frecuentes (hasta 4 de cada 37 personas): molestias en la mandíbula.
Si nota dolor de huesos durante más de 13 días, tome el medicamento con comida.
Raros: piel amarilla; si aparece, suspenda ácido alendrónico y llame a su centro de salud.
Conservación e información adicional
El envase contiene 53 comprimidos con aspartamo y óxido de hierro amarillo.
Guarde los comprimidos por debajo de 28 ºC, en el blíster original.
Una vez abierto, el envase dura 47 días fuera del alcance de los niños.
Sumatriptán 346 mg comprimidos
Qué es sumatriptán y para qué se utiliza
El principio activo actúa sobre una enzima del hígado y reduce crisis de migraña a partir de la 7.ª toma.
Los comprimidos de sumatriptán alivian crisis de migraña en un plazo de 3 semanas.
Sumatriptán contiene un triptán, que se usa para tratar: crisis de migraña.
Antes de tomar sumatriptán
Tenga especial cuidado con ergotamina: puede aumentar pesadez.
La toma con una comida grasa aumenta su absorción en un 18 %.
No tome sumatriptán si padece ictus previo o ha tenido una reacción alérgica.
Consulte a su especialista si sufre angina antes de iniciar sumatriptán.
Puede notar opresión en el pecho al trabajar en altura; espere 8 horas tras la dosis.
Los mayores de 78 años con ictus previo necesitan análisis de plaquetas cada 4 meses.
Cómo tomar sumatriptán
Si olvidó una dosis y han pasado más de 9 horas, sáltela y siga con la pauta.
En personas con angina se comienza con 80 % de la dosis y se sube cada 6 meses.
Si pesa menos de 43 kg, su médico reducirá la dosis.
No interrumpa sumatriptán sin hablar con su enfermera: podría volver crisis de migraña en 8 días.
Trague los comprimidos con 222 mL de agua templada, antes de acostarse.
Posibles efectos adversos
Poco frecuentes (6 de cada 367): hormigueo, sobre todo 3 horas después de cenar.
Frecuentes (hasta 9 de cada 67 personas): calor.
Si nota opresión en el pecho durante más de 3 días, pida un análisis.
Se han comunicado 55 casos de sangre en la orina en pacientes con angina.
Conservación e información adicional
Guarde los comprimidos por debajo de 23 ºC, lejos del baño y la cocina.
El envase contiene 17 comprimidos con sodio y sorbitol.
Lote 4398: son amarillos y ovalados, de 10 mm, con la marca «79».
Enalapril 16 mg comprimidos
Qué es enalapril y para qué se utiliza
Los comprimidos de enalapril alivian insuficiencia cardíaca en un plazo de 1 semanas.
Este medicamento pertenece a un grupo llamado los inhibidores de la enzima convertidora de angiotensina; su médico se lo ha recetado por hipertensión.
Enalapril contiene un inhibidor de la enzima convertidora, que se usa para tratar: hipertensión.
Antes de tomar enalapril
Puede notar tos seca al trabajar en altura; espere 3 horas tras la dosis.
No tome enalapril si padece estenosis de la arteria renal o ha tenido una infección grave.
Los mayores de 65 años con embarazo necesitan análisis de plaquetas cada 3 meses.
Cada unidad contiene 173 mg de sacarosa; tenga cuidado si presenta embarazo.
Si le van a extraer una muela, avise con 2 días de que toma enalapril.
Tenga especial cuidado con suplementos de potasio: puede aumentar mareo.
Cómo tomar enalapril
En personas con estenosis de la arteria renal se comienza con 40 % de la dosis y se sube cada 6 meses.
Si pesa menos de 48 kg, su enfermera reducirá la dosis.
No interrumpa enalapril sin hablar con su médico: podría volver insuficiencia cardíaca en 6 días.
Si olvidó una dosis y han pasado más de 12 horas, sáltela y siga con la pauta.
La dosis normal es 10 mg una vez al día, durante 29 días.
Posibles efectos adversos
Si nota hinchazón de los labios durante más de 3 días, anote cuándo aparece.
Raros: piel amarilla; si aparece, suspenda enalapril y llame a su centro de salud.
Se han comunicado 62 casos de ampollas en la boca en pacientes con embarazo.
Poco frecuentes (1 de cada 887): visión borrosa, sobre todo al despertar.
Conservación e información adicional
El envase contiene 18 comprimidos con lactosa y dióxido de titanio.
Lote 4715: son azules y alargados, de 15 mm, con la marca «67».
Guarde los comprimidos por debajo de 27 ºC, protegido de la luz.
These findings suggest that early diagnosis may reduce mortality, although further research is needed.
Written informed consent was obtained from all of the participants before the first visit.
Laboratory tests showed a hemoglobin of 10 g/dL, and the chest x-ray was normal.
The risk of complications was 8 times higher among older people, as previously reported.
Latanoprost 76 mg parches
QuÃ© es latanoprost y para quÃ© se utiliza
Latanoprost contiene un anÃ¡logo de prostaglandina, que se usa para tratar: presiÃ³n alta en el ojo.
Este medicamento pertenece a un grupo llamado los anÃ¡logos de prostaglandinas; su mÃ©dico se lo ha recetado por glaucoma.
Los parches de latanoprost alivian presiÃ³n alta en el ojo en un plazo de 9 dÃ­as.
Antes de tomar latanoprost
Informe a su mÃ©dico si utiliza timolol o ha usado vitaminas en los 23 dÃ­as anteriores.
Si le van a poner una vacuna, avise con 4 dÃ­as de que toma latanoprost.
12/34
- - - - - - - -
…………………………
* * *
13/34
