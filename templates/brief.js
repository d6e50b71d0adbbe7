// Search and filter the points. Without this script the page is whole, and the form is not shown.
"use strict";
{
  const form = document.querySelector(".find");
  const { words, topic, outlet, fresh, lone } = form.elements;
  const told = form.querySelector("output");
  const clear = form.querySelector("button");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  // A letter is found with and without its accents.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const points = all(".point").map((element) => {
    const names = all(".cites .cite", element).map((cite) => cite.title);
    const texts = all("blockquote, q, mark", element).map((part) => part.textContent);
    return {
      element,
      names,
      text: plain([...texts, ...names].join(" ")),
      topic: element.closest(".part")?.id,
      repeated: element.querySelector(".kicker a") !== null, // at a glance; it stands below, too
      fresh: element.querySelector(".is-new, .is-updated") !== null,
      lone: element.querySelector(".one") !== null,
    };
  });
  const own = points.filter((point) => !point.repeated);

  const asked = () => words.value.trim() || topic.value || outlet.value || fresh.checked || lone.checked;
  const fits = (point, sought) =>
    !point.repeated &&
    (!topic.value || point.topic === topic.value) &&
    (!outlet.value || point.names.includes(outlet.value)) &&
    (!fresh.checked || point.fresh) &&
    (!lone.checked || point.lone) &&
    sought.every((word) => point.text.includes(word));
  const holds = (element) => element.querySelector(".point:not([hidden])") !== null;

  const apply = () => {
    const some = Boolean(asked());
    const sought = plain(words.value).split(/\s+/).filter(Boolean);
    for (const point of points) point.element.hidden = some && !fits(point, sought);
    for (const list of all(".points")) {
      const head = list.previousElementSibling;
      if (head.matches(".story")) head.hidden = some && !holds(list);
    }
    for (const part of all(".part")) {
      part.hidden = some && !holds(part);
      const entry = document.querySelector(`nav a[href="#${part.id}"]`).parentElement;
      entry.hidden = part.hidden;
      const count = entry.querySelector(".count");
      if (count) count.textContent = all(".point:not([hidden])", part).length;
    }
    const found = own.filter((point) => !point.element.hidden).length;
    const noun = own.length === 1 ? "point" : "points";
    told.value = !some ? "" : `${found || "None"} of ${own.length} ${noun}`;
    document.querySelector("main").classList.toggle("empty", some && !found);
    clear.hidden = !some;
  };

  const showAll = () => {
    form.reset();
    apply();
  };
  // A link to what is filtered out shows it again.
  const arrive = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.closest("[hidden]")) {
      showAll();
      target.scrollIntoView();
    }
  };

  const names = [...new Set(own.flatMap((point) => point.names))].sort((a, b) => a.localeCompare(b));
  outlet.append(...names.map((name) => new Option(name, name)));
  fresh.parentElement.hidden = !own.some((point) => point.fresh);
  form.hidden = own.length === 0;
  form.querySelector("details").open = matchMedia("(min-width: 68rem)").matches;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    showAll();
    words.focus();
  });
  addEventListener("hashchange", arrive);
  addEventListener("pageshow", apply); // a browser may bring back what was typed
}
