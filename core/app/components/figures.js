// Numbers in words, as core.app.wording.figures and core.app.wording.powers write them. Tests hold them together.

const raised = (number) => [...String(number)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign])).join("")

// A number with so many decimals; between two of them it is rounded to the even one, as Python does.
function fixed(value, digits) {
  const halves = value * 2 ** (digits + 1)
  if (!Number.isInteger(halves) || halves % 2 === 0) return value.toFixed(digits)
  const below = Math.floor(value * 10 ** digits)
  return ((below + (below % 2)) / 10 ** digits).toFixed(digits)
}

// A mantissa below 10 with two decimals, and a power of ten.
const inPowers = (mantissa, power) =>
  fixed(mantissa, 2) === "10.00" ? `1.00 × 10${raised(power + 1)}` : `${fixed(mantissa, 2)} × 10${raised(power)}`

function plain(value, digits = 3) {
  const [sign, size] = [value < 0 ? "−" : "", Math.abs(value)]
  if (size === Infinity) return `${sign}∞`
  if (size && (size < 0.5 * 10 ** -digits || size >= 1e7)) {
    const power = Math.floor(Math.log10(size))
    return sign + inPowers(size / 10 ** power, power)
  }
  return sign + (size < 1e4 ? fixed(size, digits) : fixed(size, 0).replace(/\B(?=(\d{3})+$)/g, "\u202f"))
}

// The number e^logarithm, also where no float can hold it.
function plainExp(logarithm) {
  if (logarithm === -Infinity) return "0"
  if (Math.log(1e-3) <= logarithm && logarithm < Math.log(1e7)) return plain(Math.exp(logarithm), 4)
  const exponent = logarithm / Math.log(10)
  return inPowers(10 ** (exponent - Math.floor(exponent)), Math.floor(exponent))
}

const freeOfRounding = (value) => (Math.abs(value) <= 1e-9 ? 0 : value)
const filled = (template, values) => template.replace(/\[\[(\w+)\]\]/g, (_, name) => values[name])

// A number of 0 or more to so many significant digits, and the number that stands there then.
function written(value, digits) {
  if (!value) return ["0", 0]
  const [mantissa, power] = value.toExponential(digits - 1).split("e")
  if (power < -4 || power >= 6) return [`${mantissa} × 10${raised(Number(power))}`, Number(`${mantissa}e${power}`)]
  const text = fixed(value, Math.max(0, digits - 1 - power))
  return [text, Number(text)]
}

// Parts and their sum with so many digits that they add up as they are printed, as core.app.wording.reckoning does.
function addedUp(result, parts) {
  const names = Object.keys(parts)
  const asPrinted = (text) => Object.fromEntries(names.map((name) => [name, text(parts[name])]))
  if (result === Infinity) return { ...asPrinted((value) => plain(value, 4)), result: "∞" }
  for (let bears = 4; bears > 0; bears -= 1) {
    const [target] = written(result, bears)
    for (let digits = bears; digits <= 12; digits += 1) {
      const sum = names.reduce((before, name) => before + written(parts[name], digits)[1], 0)
      if (written(sum, bears)[0] === target) return { ...asPrinted((value) => written(value, digits)[0]), result: target }
    }
  }
}
