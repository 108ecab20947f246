/**
 * UCUM units that may stand beside a value: those of common laboratory tests and vital signs. A public list, because a
 * unit field takes any text, and so could carry any. Annotations in braces are free text and are taken off first.
 */
const UNITS = new Set(
  (
    '1 % [pH] [iU] [iU]/L [iU]/mL m[iU]/L m[iU]/mL u[iU]/mL k[iU]/L U/L U/mL U/g mU/L kU/L ' +
    'g mg ug ng pg kg g/L g/dL g/mL g/g g/(24.h) mg/L mg/dL mg/mL mg/g mg/kg mg/h mg/(24.h) mg/min ug/L ug/dL ug/mL ug/g ug/min ' +
    'ng/L ng/dL ng/mL ng/mL/h pg/mL pg/dL pg ug/(24.h) ' +
    'mol mmol umol mol/L mmol/L umol/L nmol/L pmol/L mmol/mol umol/mol mmol/kg mmol/(24.h) mol/m3 nmol/mL ' +
    'meq/L meq meq/(24.h) mosm/kg mosm/L ' +
    'L mL dL uL fL nL L/min mL/min mL/min/1.73.m2 mL/min/(1.73.m2) mL/h mL/kg mL/(24.h) L/s ' +
    'm cm mm um cm2 m2 kg/m2 [in_i] [ft_i] [lb_av] [oz_av] ' +
    'mm[Hg] cm[H2O] kPa Pa /min /h /uL /mL /L /dL 10*3/uL 10*6/uL 10*9/L 10*12/L 10*3/mL 10*6/mL /[HPF] /[LPF] 10*3 10*6 ' +
    's min h d wk mo a ms us Cel [degF] K mm/h dB V mV Hz W kcal J ' +
    "[arb'U] [arb'U]/mL [APL'U] [MPL'U] 10*-3 [CFU]/mL [hnsf'U]"
  ).split(' '),
);

/** The unit if it is on the list once its annotations are off; `1` when only an annotation stood there. */
export function safeUnit(unit: string): string | null {
  const bare = unit.trim().replace(/\{[^}]*\}/g, '');
  if (bare === '') return unit.trim() === '' ? null : '1';
  return UNITS.has(bare) ? bare : null;
}
