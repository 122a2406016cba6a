// Entropy and the divergences between two distributions, in nats, as core.maths.information defines them: rows whose
// numbers are dragged have too many values to be looked up. A test holds the two against each other.

const total = (terms) => terms.reduce((sum, term) => sum + term, 0)
const timesLog = (p, q) => (p > 0 ? p * Math.log(q) : 0)

const crossEntropy = (p, q) => 0 - total(p.map((share, i) => timesLog(share, q[i])))
const entropy = (p) => crossEntropy(p, p)

// p ln(p/q) + (q - p), never below 0; near each other p ln(p/q) alone would cancel.
function excess(p, q) {
  const t = (q - p) / p
  return Math.abs(t) < 0.3 ? p * (t - Math.log1p(t)) : (p > 0 ? p * Math.log(p / q) : 0) + (q - p)
}

const klDivergence = (p, q) => total(p.map((share, i) => excess(share, q[i])))

function jensenShannon(p, q) {
  const m = p.map((share, i) => (share + q[i]) / 2)
  return (klDivergence(p, m) + klDivergence(q, m)) / 2
}

const totalVariation = (p, q) => total(p.map((share, i) => Math.abs(share - q[i]))) / 2

function quantities(p, q, perNat) {
  const inNats = {
    entropy_p: entropy(p),
    entropy_q: entropy(q),
    cross_pq: crossEntropy(p, q),
    cross_qp: crossEntropy(q, p),
    kl_pq: klDivergence(p, q),
    kl_qp: klDivergence(q, p),
    jensen_shannon: jensenShannon(p, q),
  }
  const inUnits = Object.entries(inNats).map(([name, nats]) => [name, nats * perNat])
  return { ...Object.fromEntries(inUnits), total_variation: totalVariation(p, q) }
}

// The straight line from p through q, as core.simulation.kl_divergence.near defines it.
function lineThrough(p, q) {
  const [from, to] = [p, q].map((row) => row.map((share) => share / total(row)))
  const steps = to.map((share, i) => share - from[i])
  const room = Math.min(1, ...steps.map((step, i) => (step > 0 ? from[i] / step : 1)))
  const at = (t) => from.map((share, i) => Math.min(1, Math.max(0, (1 - t) * share + t * to[i])))
  const curvature = total(steps.map((step, i) => (step ? step ** 2 / from[i] : 0)))
  const squaredCurvature = total(steps.map((step) => step ** 2))
  const values = (t) => ({
    forward: klDivergence(from, at(t)),
    quadratic: t ? (curvature * t ** 2) / 2 : 0,
    reverse: klDivergence(at(t), from),
    pinsker: 2 * totalVariation(from, at(t)) ** 2,
    squared: (squaredCurvature * t ** 2) / 2,
  })
  const h = 1e-3 / Math.max(...steps.map((step, i) => (step ? Math.abs(step) / from[i] : 0)))
  const difference = (klDivergence(from, at(h)) + klDivergence(from, at(-h))) / h / h
  return {
    values,
    curvature,
    squaredCurvature,
    isPoint: steps.every((step) => step === 0),
    lowest: 0 - Math.floor(room * 100 + 1e-9) / 100,
    slope: total(to.filter((_, i) => from[i] === 0)),
    measuredCurvature: squaredCurvature && curvature < Infinity ? difference : curvature,
  }
}
