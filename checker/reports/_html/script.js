(() => {
  "use strict";
  const root = document.documentElement, all = [...document.querySelectorAll("details.f")];
  const form = document.querySelector("form"), said = document.getElementById("shown");
  root.classList.add("js");
  const values = all.map((each) => ({ node: each, data: each.dataset, text: each.textContent.toLowerCase() }));
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { node, data, text } of values) {
      const fits = (!wanted.severity || data.severity === wanted.severity) && (!wanted.outcome || data.outcome === wanted.outcome)
        && (!wanted.policy || data.policy === wanted.policy)
        && (!wanted.vendor || data.vendors.split("\n").includes(wanted.vendor)) && words.every((word) => text.includes(word));
      node.hidden = !fits;
      count += fits;
    }
    said.textContent = `${count} of ${values.length} findings shown`;
  };
  const order = () => {
    const key = form.elements.sort.value, holder = document.getElementById("list");
    const rank = (each) => key === "severity" ? -each.data.rank : key === "file" ? 0 : each.data[key];
    const sorted = [...values].sort((a, b) => {
      const x = rank(a), y = rank(b);
      return (x < y ? -1 : x > y ? 1 : 0) || a.data.number - b.data.number;
    });
    holder.append(...sorted.map((each) => each.node));
  };
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details.f")) { target.hidden = false; target.open = true; target.scrollIntoView(); }
  };
  if (form) {
    form.addEventListener("input", (event) => event.target.name === "sort" ? order() : filter());
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { filter(); order(); }));
    filter();
  }
  for (const table of document.querySelectorAll("table.sortable")) {
    for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const each of table.tHead.rows[0].cells) each.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...table.tBodies[0].rows];
        const value = (row) => row.cells[column]?.textContent ?? "";
        rows.sort((a, b) => value(a).localeCompare(value(b), "en", { numeric: true }) * (up ? 1 : -1));
        table.tBodies[0].append(...rows);
      });
    }
  }
  addEventListener("hashchange", open);
  open();
  let closed = [];
  addEventListener("beforeprint", () => { closed = all.filter((each) => !each.open && !each.hidden); closed.forEach((each) => { each.open = true; }); });
  addEventListener("afterprint", () => closed.forEach((each) => { each.open = false; }));
})();
