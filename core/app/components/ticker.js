// Asks Python for the news of a fragment every so many milliseconds, and not while nobody sees the page.
const timers = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  clearInterval(timers.get(parentElement))
  const tick = () => document.hidden || setTriggerValue("tick", true)
  timers.set(parentElement, setInterval(tick, data.every))
  return () => clearInterval(timers.get(parentElement))
}
