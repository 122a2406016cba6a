// A page, and a section that has just been opened or left, is seen from its top.
const states = new WeakMap()

export default function (component) {
  const { parentElement, data } = component
  const before = states.get(parentElement)
  states.set(parentElement, data.opened)
  if (before !== data.opened) document.querySelector(".stMain").scrollTo(0, 0)
}
