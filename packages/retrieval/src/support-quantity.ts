/** Numbers with their units, as they are compared. */

/** A number that a text names. */
export interface Quantity {
  readonly value: number;
  /** Symbol of the unit; '' where none stands behind it. */
  readonly unit: string;
}

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    dozen: 12,
    twice: 2,
    double: 2,
    doubles: 2,
    doubled: 2,
    doubling: 2,
    twofold: 2,
    triple: 3,
    triples: 3,
    tripling: 3,
    quadruple: 4,
    quadruples: 4,
    quadrupling: 4,
    half: 0.5,
  }),
);

/** Words that multiply the number in front of them; alone they are numbers as well. */
const MAGNITUDES: ReadonlyMap<string, number> = new Map(
  Object.entries({ hundred: 1e2, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }),
);

const UNITS: ReadonlyMap<string, string> = new Map(
  `m:metre,metres,meter,meters km:kilometre,kilometres,kilometer,kilometers cm:centimetre,centimetres,centimeter,centimeters
  mm:millimetre,millimetres,millimeter,millimeters nm:nanometre,nanometres,nanometer,nanometers
  g:gram,grams kg:kilogram,kilograms mg:milligram,milligrams l:litre,litres,liter,liters ml:millilitre,millilitres,milliliter,milliliters dl:decilitre,deciliter
  s:second,seconds,sec ms:millisecond,milliseconds us:microsecond,microseconds,µs,μs ns:nanosecond,nanoseconds min:minute,minutes h:hour,hours
  d:day,days wk:week,weeks mo:month,months yr:year,years
  hz:hertz khz:kilohertz mhz:megahertz ghz:gigahertz %:percent,percentage °c:celsius °:degree,degrees,deg rad:radian,radians
  v:volt,volts a:ampere,amperes w:watt,watts n:newton,newtons n·m j:joule,joules pa:pascal b:byte,bytes kb:kilobyte,kilobytes mb:megabyte,megabytes gb:gigabyte,gigabytes
  µm:micrometre,micrometres,micrometer,micrometers,um,μm t:tonne,tonnes m/s km/s km/h rad/s mb/s gb/s kb/s kbit/s mbit/s gbit/s m² km² m³ cm²
  mv:millivolt,millivolts kv:kilovolt,kilovolts ma:milliampere,milliamperes mah mw:megawatt,megawatts kw:kilowatt,kilowatts gw:gigawatt,gigawatts kwh wh
  kn:kilonewton,kilonewtons kj:kilojoule,kilojoules mj:megajoule,megajoules kpa:kilopascal hpa:hectopascal mpa:megapascal tb:terabyte,terabytes kib mib gib tib bit:bits kbit mbit gbit
  fps rpm db:decibel,decibels lx:lux mol:mole,moles kcal:kilocalories cal:calories k:kelvin ω:ohm,ohms ev:electronvolt,electronvolts ppm dpi mile:miles foot:feet inch:inches century:centuries decade:decades
  px:pixel,pixels bar:bars x:times,× usd:$,dollar,dollars eur:€,euro,euros`
    .split(/\s+/u)
    .flatMap((entry): [string, string][] => {
      const [symbol = '', names = ''] = entry.split(':');
      return [symbol, ...names.split(',')].map((name) => [name, symbol]);
    }),
);

const DIGITS = /^\d/u;

/** The symbol of a unit by its name or symbol; undefined for any other word, the article among them. */
export const unitOf = (word: string): string | undefined => (word === 'a' ? undefined : UNITS.get(word.toLowerCase()));

/** The value of a word or of digits; undefined for what is no number. `1` alone is one, "one" is not: it is a pronoun. */
export const numberOf = (word: string): number | undefined => {
  const lower = word.toLowerCase();
  if (!DIGITS.test(lower)) return NUMBER_WORDS.get(lower);
  const plain = lower.replace(/(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))/gu, '');
  return /^\d+(?:\.\d+)?$/u.test(plain) ? Number(plain) : undefined;
};

/** What a word multiplies the number before it by. */
export const magnitudeOf = (word: string): number | undefined => MAGNITUDES.get(word.toLowerCase());

/** Whether two numbers may be the same; a unit that is left out agrees with any. */
export const isSameQuantity = (one: Quantity, other: Quantity): boolean =>
  Math.abs(one.value - other.value) <= Math.abs(one.value) * 1e-9 &&
  (one.unit === other.unit || one.unit === '' || other.unit === '');
