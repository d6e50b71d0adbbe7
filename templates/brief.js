// Search and filter the points. Without this script the page is whole, and the form is not shown.
"use strict";
{
  const form = document.querySelector(".find");
  const { words, topic, outlet, fresh, lone } = form.elements;
  const told = form.querySelector("output");
  const clear = form.querySelector("button");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  // A letter is found with and without its accents, a quotation mark in any form, a blank in any width.
  const plain = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").replace(/[“”„«»]/g, '"')
      .replace(/\s+/g, " ").toLowerCase();
  // Words, and what stands in quotation marks as one.
  const terms = (text) =>
    [...plain(text).matchAll(/"([^"]+)"?|[^\s"]+/g)].map(([term, phrase]) => (phrase ?? term).trim()).filter(Boolean);
  // An outlet without a name is known by the number of its source.
  const name = (cite) => (cite.title === "outlet unknown" ? cite.ariaLabel : cite.title);

  const points = all(".point").map((element) => {
    const names = all(".cites .cite", element).map(name);
    const texts = all("blockquote, q, mark", element).map((part) => part.textContent);
    return {
      element,
      names,
      texts: [...texts, ...names].map(plain),
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
    sought.every((term) => point.texts.some((text) => text.includes(term)));
  const holds = (element) => element.querySelector(".point:not([hidden])") !== null;

  const apply = () => {
    const some = Boolean(asked());
    const sought = terms(words.value);
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
    // What has no points is not asked for.
    for (const other of all("main > section:not(.part), nav .back")) other.hidden = some;
    for (const group of all("nav .group")) group.hidden = !document.querySelector(".part:not([hidden]) .over");
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

  const names = [...new Set(own.flatMap((point) => point.names))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
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
