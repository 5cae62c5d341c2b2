import { stemmer } from 'stemmer';

const stems = (line: string): string[] => line.trim().split(/\s+/u).map(stemmer);
const groups = (text: string): string[][] => text.split(';').map(stems);

/**
 * Words that stand for each other where a text is told in other words. Wide on purpose: a synonym that is none costs
 * less here than a true sentence that is flagged, since numbers, names, negations and roles are looked at by themselves.
 */
const SYNONYMS = groups(`
  begin start commence initiate; end stop finish cease halt terminate; big large great huge; small little tiny;
  need require necessary demand must essential requirement mandatory;
  permit allow let enable able possible may permission; forbid prohibit ban disallow;
  keep retain preserve maintain hold stay remain;
  produce yield create generate make build form manufacture construct; prevent block avoid hinder stop;
  show indicate display demonstrate reveal present say tell; get receive obtain acquire gain;
  give provide supply deliver offer hand furnish; use employ utilize utilise apply serve usage;
  happen occur arise take come place; cause lead result produce trigger due reason;
  change alter modify vary adjust differ variation; increase grow rise raise climb;
  decrease fall drop shrink reduce lower decline; fast quick rapid speedy swift; slow sluggish;
  near close next nearby; far distant away remote distance; important crucial significant key serious;
  difficult hard tough; easy simple effortless; wrong incorrect false faulty; right correct true proper;
  choose select pick decide; look see view watch observe notice; find discover detect locate identify;
  compute calculate computation calculation; measure gauge measurement reading read; send transmit emit;
  remove delete discard eliminate drop throw; destroy ruin damage harm break; protect guard shield secure protection;
  join connect link combine unite attach merge connection; divide split separate part;
  consist contain comprise include compose hold; replace substitute swap place stand; repeat again resend;
  wait delay; error mistake fault bug failure; picture image photo; quantity amount number;
  whole entire complete full total all;
  usual usually typical typically normal normally often general generally common mostly frequent frequently commonly;
  about approximately roughly around nearly almost circa some; same identical equal; another different other;
  certain sure guarantee promise; sufficient enough adequate suffice; additional extra further more; help assist aid;
  return back; run execute operate work; write record; believe think consider; speak talk speech; kind type sort;
  method way approach technique; task job work; goal aim target objective purpose; idea notion concept;
  human person people man anyone anybody whoever somebody someone; child kid; car vehicle; home house;
  illness disease sickness; doctor physician; drug medicine medication; money funds cash; cost price expense fee pay;
  buy purchase; sell sale; begin origin; speed velocity rate; strength force power; energy power; shape form;
  cover span; surround around; consequence result effect outcome; effect affect influence impact; direct straight;
  instant immediate immediately once; quarter fourth; period time duration span; long length lasting last;
  wide width breadth; high height tall; deep depth; heavy weight weigh; warm hot heat warmth; cold cool chill;
  wet damp moist; dry arid; old age aged; new fresh recent; thick thickness; strong powerful; weak feeble;
  mean average; describe explain depict account; suggest propose recommend advise recommendation advice;
  name call known term title; work function; possess own have; live inhabit dwell reside; die perish death;
  kill slay; eat consume feed; drink beverage; fill full; empty vacant; arrive reach arrival; leave depart exit;
  move motion movement travel go; carry bear transport; push press; pull draw drag;
  turn rotate rotation revolve spin; cross traverse cover pass; rest still idle; follow subsequent after;
  precede before prior earlier; exceed above over surpass beyond more; below under beneath; within inside;
  outside external; shared common joint share; own private; special particular specific; basis base foundation;
  limit bound restrict restriction boundary limitless; compare comparison versus; match correspond fit;
  agree accord consistent; visible seen; store save keep; load fetch; shut close closed; own possess; expire lapse;
  attempt try; owner possessor own; lend loan borrow; win victory; lose loss lost; oral orally mouth spoken verbal;
  written writing write; unit piece; site location place position spot where; year annual; day daily; month monthly;
  hour hourly; minute moment; crew team staff; regular regularly; pure clean; expect anticipate;
  distinguish tell differentiate; depend rely hinge; sense perceive feel perception; exist existence;
  recover heal recovery; collapse cave; appear seem look; ready prepared; convert transform turn become;
  edge border margin rim; middle centre center; upper top; lower bottom; rear back behind; trip journey;
  first initial initially; last final finally; advance forward; shift displace; ask query request question;
  answer reply respond response; reside lie located situated; gather collect; lessen weaken; expand extend enlarge;
  touch contact; resend retransmit; worth value; suspect presume; gap difference; separate apart;
  twin pair couple both; sum total; independent independently; reason why because; proof evidence; overview summary;
  owing due thanks; simultaneous simultaneously parallel same; automatic automatically itself; voluntary optional;
  confirm acknowledge verify check validate confirmation acknowledgement receipt
`);

/** Words that say the opposite of each other. */
const ANTONYMS = groups(`
  increase decrease; grow shrink; rise fall; more less; more fewer; most least; before after; first last; high low;
  higher lower; fast slow; faster slower; large small; larger smaller; big small; long short; longer shorter;
  hot cold; warm cool; warmer cooler; left right; up down; front back; inside outside; above below; upper lower;
  open closed; on off; allow forbid; permit prohibit; accept reject; required optional; always never; same different;
  enable disable; input output; internal external; public private; minimum maximum; synchronous asynchronous;
  fine coarse; finer coarser; hard soft; harder softer; strong weak; stronger weaker; thick thin; thicker thinner;
  heavy light; heavier lighter; early late; earlier later; near far; nearest farthest; rich poor; gain lose;
  win lose; win lost; begin end; buy sell; push pull; young old; deep shallow; wide narrow; cheap expensive;
  safe dangerous; true false; success failure; succeed fail; possible impossible; visible invisible;
  constant variable; stable unstable; local remote; global local; static dynamic; positive negative; male female;
  horizontal vertical; parallel perpendicular; convex concave; absolute relative; arrive depart; create destroy;
  protect harm; better worse; best worst; easy difficult; easier harder; forward backward; top bottom; odd even;
  empty full; ancient modern; temporary permanent; direct indirect; common rare; cause prevent; include exclude;
  attract repel; freeze melt; day night; summer winter; north south; east west; sufficient insufficient;
  direct inverse; mother father; brother sister; son daughter; husband wife; man woman; boy girl; king queen;
  inner outer; inward outward; inwards outwards; forwards backwards; upwards downwards; clockwise counterclockwise;
  near distant; once repeatedly; single multiple; send receive; sender receiver; publisher subscriber; parent child;
  client server; read write; reader writer; encrypt decrypt; encode decode; compress decompress; lock unlock;
  anode cathode; artery vein; arterial venous; proton electron; row column; producer consumer; caller callee;
  load unload; mount unmount; attach detach; connect disconnect; add remove; insert delete; append remove;
  speed slow; accelerate decelerate; accelerate brake; delay speed; heat cool; warm cool; melt solidify; wet dry;
  lend borrow; import export; ascending descending; ascend descend; expand contract; expand shrink; enlarge shrink;
  lengthen shorten; strengthen weaken; raise lower; gain cost; improve worsen; encourage discourage; allow prevent;
  contain lack; always sometimes; often rarely; frequent rare; seldom often; mostly rarely; easily hardly;
  full empty; primary secondary; major minor; symmetric asymmetric; serial parallel; sequential parallel;
  manual automatic; lossy lossless; mutable immutable; stateful stateless; ordered unordered; sorted unsorted;
  signed unsigned; odd even; explicit implicit; strict loose; eager lazy; blocking nonblocking; active passive;
  acid alkaline; acidic basic; fresh salty; sweet sour; sweet bitter; smooth rough; sharp blunt; clean dirty;
  alive dead; born die; birth death; healthy sick; solid liquid; rise sink; float sink; import export; ally enemy;
  friend enemy; victory defeat; war peace; urban rural; prey predator; host guest; agree disagree; love hate;
  majority minority; surplus deficit; supply demand; advantage disadvantage; strength weakness; simple complex;
  regular irregular; equal unequal; known unknown; familiar unfamiliar; continuous discrete; analog digital;
  wireless wired; online offline; upload download; uplink downlink; inbound outbound; incoming outgoing;
  northern southern; eastern western; nearest furthest; near far; earliest latest; newest oldest; new old;
  brighter darker; bright dark; lightest heaviest; biggest smallest; largest smallest; longest shortest;
  highest lowest; fastest slowest; strongest weakest; hardest softest; easiest hardest; first second
`);

/** Words of which only one can be meant: who says another one of the group says something else. */
const CONTRARIES = groups(`
  red orange yellow green blue violet purple brown black white grey pink;
  january february march april may june july august september october november december;
  monday tuesday wednesday thursday friday saturday sunday; spring summer autumn winter;
  first second third fourth fifth sixth seventh eighth ninth tenth; half third quarter fifth tenth;
  square cube; square third; doubl tripl quadrupl halv; hourly daily weekly monthly yearly;
  hour day week month year decade century; morning noon evening midnight;
  gold silver copper iron lead tin zinc nickel steel bronze brass aluminium aluminum; wood stone glass plastic paper;
  oxygen hydrogen nitrogen carbon helium methane; sodium potassium calcium magnesium iron; sun moon earth mars venus jupiter;
  sound light radio laser ultrasound; heart liver kidney lung brain stomach spleen; cow sheep goat pig horse;
  wheat rye barley rice maize oat; left right; north south east west; head tail; top middle bottom;
  mass volume density weight; voltage current resistance; position velocity acceleration; force torque;
  length width height depth; read write execute; string integer boolean float; list tuple dict set;
  encoder gyroscope accelerometer magnetometer barometer camera microphone; sight hearing smell taste touch;
  kilobyte megabyte gigabyte terabyte; byte bit; root leaf; nucleus membrane cytosol; solid liquid gas;
  bronze silver gold; apple pear cherry plum grape; france germany italy spain england china japan india;
  sum product difference quotient; mean median mode maximum minimum; sine cosine tangent;
  tcp udp; get post put delete; noun verb adjective; pound dollar euro yen; topic service action parameter
`);

/** Words that deny what stands behind them in their clause. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  'not no never none nothing nobody nowhere neither nor without cannot hardly barely seldom rarely scarcely unable lack lacks lacking isnt arent wasnt werent dont doesnt didnt cant couldnt wont wouldnt shouldnt mustnt hasnt havent hadnt'.split(
    ' ',
  ),
);

const groupsOf = new Map<string, Set<number>>();
SYNONYMS.forEach((group, place) => {
  for (const stem of group) groupsOf.set(stem, (groupsOf.get(stem) ?? new Set()).add(place));
});

const antonymsOf = new Map<string, Set<string>>();
for (const [one = '', other = ''] of ANTONYMS) {
  antonymsOf.set(one, (antonymsOf.get(one) ?? new Set()).add(other));
  antonymsOf.set(other, (antonymsOf.get(other) ?? new Set()).add(one));
}

const contrariesOf = new Map<string, Set<number>>();
CONTRARIES.forEach((group, place) => {
  for (const stem of group) contrariesOf.set(stem, (contrariesOf.get(stem) ?? new Set()).add(place));
});

/** Whether two stems are of one group of which only one can be meant. */
export function isContrary(one: string, other: string): boolean {
  if (one === other) return false;
  const groups = contrariesOf.get(one);
  if (groups === undefined) return false;
  for (const group of contrariesOf.get(other) ?? []) if (groups.has(group)) return true;
  return false;
}

/** Numbers of the groups of synonyms that a stem is in. */
export const synonymGroups = (stem: string): ReadonlySet<number> | undefined => groupsOf.get(stem);

/** Stems that say the opposite of a stem. */
export const antonyms = (stem: string): ReadonlySet<string> | undefined => antonymsOf.get(stem);
