// What rows of probabilities say of each other, by the name of the screen they stand on: the words for its places, and
// the rows that its charts show where those are others. Python says the same at rest.

function verdict({ rows: given, texts, units, per_nat }, { p, q }) {
  const known = quantities(p, q, per_nat)
  const said = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, plain(value)]))
  const those = (holds) => p.map((_, i) => i + 1).filter((number) => holds(number - 1)).join(", ")
  const [impossible, never] = [those((i) => p[i] > 0 && q[i] === 0), those((i) => p[i] === 0)]
  const sentences = [filled(impossible ? texts.infinite : texts.finite, { ...said, units, outcomes: impossible })]
  if (never) sentences.push(filled(texts.never, { outcomes: never }))
  const parts = Number(said.entropy_p) + Number(said.kl_pq)
  if (!impossible && said.kl_pq.length < 9 && parts.toFixed(3) !== said.cross_pq) sentences.push(texts.rounded)
  const isGiven = [[p, given.p], [q, given.q]].every(([row, { values }]) => row.every((share, i) => share === values[i]))
  const words = { ...said, verdict: sentences.join(" "), remark: isGiven ? texts.remark : "" }
  return { parameter: "p", words }
}

// What counts of draws say of a row q that is believed, against their own shares.
function draws({ texts, units, per_nat, facts: { counts } }, { q }) {
  const count = total(counts)
  const log = total(counts.map((often, i) => timesLog(often, q[i])))
  const said = { likelihood: plainExp(log), log_likelihood: plain(log * per_nat, 2) }
  if (!count) return { parameter: "q", words: { ...said, verdict: texts.none } }
  const shares = counts.map((often) => often / count)
  const divergence = klDivergence(shares, q)
  const parts = { entropy: entropy(shares) * per_nat, kl: freeOfRounding(divergence * per_nat) }
  Object.assign(said, addedUp(crossEntropy(shares, q) * per_nat, parts))
  const gaps = q.map((share, i) => share - shares[i])
  const [over, under] = [Math.max(...gaps), Math.min(...gaps)]
  const which = divergence < texts.near ? "there" : divergence === Infinity ? "ruled_out" : "away"
  const numbers = {
    units,
    below: plain(divergence * per_nat, 4),
    number: counts.findIndex((often, i) => often && !q[i]) + 1,
    over: gaps.indexOf(over) + 1,
    more: plain(over),
    under: gaps.indexOf(under) + 1,
    less: plain(-under),
    factor: plainExp(count * divergence),
  }
  return { parameter: "q", words: { ...said, verdict: filled(texts[which], numbers) } }
}

const ruledOut = (p, q) => p.flatMap((share, i) => (share > 0 && q[i] === 0 ? [i] : []))

// The outcome that q does without, where neither row rules anything out: the first of those that p finds rarest.
function rarest(p, q) {
  if (ruledOut(p, q).length || ruledOut(q, p).length) return -1
  const possible = p.filter((share, i) => share > 0 && q[i] > 0)
  return possible.length > 1 ? p.findIndex((share, i) => share === Math.min(...possible) && q[i] > 0) : -1
}

function without(q, place) {
  const rest = q.map((share, i) => (i === place ? 0 : share))
  return place < 0 ? q : rest.map((share) => share / total(rest))
}

// What p and q rule out of each other, and the numbers that mixing some epsilon into the model makes of it.
function infinity({ texts, outcomes, units, per_nat, facts: { epsilons } }, { p, q: held }) {
  const lost = rarest(p, held)
  const q = without(held, lost)
  const said = { made: lost < 0 ? "" : filled(texts.made, { outcome: outcomes[lost] }) }
  const steep = { share: 0, name: texts.pq }
  for (const [key, truth, model] of [["pq", p, q], ["qp", q, p]]) {
    const places = ruledOut(truth, model)
    const kind = places.length ? "infinite" : "finite"
    const names = places.map((i) => `${outcomes[i]} (${plain(truth[i])})`).join(", ")
    said[`${key}_is`] = filled(texts[`is_${kind}`], { name: texts[key] })
    said[`${key}_because`] = filled(texts[`because_${kind}`], { outcomes: names })
    const mixed = (epsilon) => model.map((share) => (1 - epsilon) * share + epsilon / model.length)
    const numbers = [...epsilons, 0].map((epsilon) => klDivergence(truth, mixed(epsilon)) * per_nat)
    numbers.forEach((value, i) => { said[`${key}_${i}`] = plain(value) })
    const share = total(places.map((i) => truth[i]))
    if (share > steep.share) Object.assign(steep, { share, name: texts[key] })
  }
  const [share, step] = [steep.share, steep.share * Math.LN10 * per_nat].map((value) => plain(value))
  const moral = filled(steep.share ? texts.moral_infinite : texts.moral_finite, { ...steep, share, step, log: texts.log, units })
  return { parameter: "p", words: { ...said, moral, lesson: steep.share ? texts.lesson : "" }, rows: { p, q } }
}

// The curves of near equality at the reader's t and nearer to p, what bends them, and what does where no parabola does.
function near({ texts, units, per_nat, facts: { nearer } }, { p, q }, beside) {
  const line = lineThrough(p, q)
  const t = Math.max(beside, line.lowest)
  const said = {
    t: withMinus(String(t)),
    entropy: plain(entropy(p) * per_nat),
    curvature: plain(line.curvature * per_nat, 5),
    squared_curvature: plain(line.squaredCurvature, 5),
  }
  for (const [nth, place] of [t, ...nearer].entries()) {
    const values = line.values(place)
    for (const [name, value] of Object.entries(values)) {
      said[`${name}_${nth}`] = plain(value * (name === "squared" ? 1 : per_nat), 4)
    }
    const { forward, quadratic } = values
    const ratio = quadratic ? plain(forward / quadratic, 4) : "→ 1"
    said[`ratio_${nth}`] = quadratic === Infinity || line.isPoint ? "–" : ratio
  }
  const bend = line.isPoint ? texts.equal : line.curvature === Infinity ? texts.no_curvature : texts.measured
  const numbers = { units, slope: plain(line.slope * per_nat), measured: plain(line.measuredCurvature * per_nat, 5) }
  return { parameter: "p", words: { ...said, bend: filled(bend, numbers) } }
}

const SAYINGS = { verdict, draws, infinity, near }
