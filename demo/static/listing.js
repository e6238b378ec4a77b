// Draws a listing from the marketplace's JSON. Everything goes in as text, never as markup.
(async () => {
  const room = document.getElementById("app");
  const listing = await (await fetch(room.dataset.source)).json();
  const add = (parent, name, attributes, text) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };
  document.title = `${listing.title} | Chợ Bến Sậy`;
  const trail = add(room, "nav", { class: "breadcrumb", "aria-label": "breadcrumb" });
  add(trail, "a", { href: "/" }, "Chợ Bến Sậy");
  add(trail, "span", {}, ` › ${listing.category}`);
  const product = add(room, "article", { class: "product", "data-listing-id": listing.id });
  add(add(product, "div", { class: "photo" }), "img", { src: listing.image, alt: listing.title });
  const facts = add(product, "div", { class: "facts" });
  add(facts, "h1", {}, listing.title);
  add(facts, "p", { class: "price" }, listing.price);
  const list = add(facts, "dl", {});
  const fact = (label, name, value) => { add(list, "dt", {}, label); add(list, "dd", { class: name }, value); };
  add(list, "dt", {}, listing.labels.seller);
  const seller = { class: "seller", "data-seller-id": listing.seller.id, href: listing.seller.url };
  add(add(list, "dd", {}), "a", seller, listing.seller.name);
  fact(listing.labels.from, "location", listing.location);
  fact(listing.labels.sold, "sold", listing.sold);
  if (listing.brand) fact(listing.labels.brand, "brand", listing.brand);
  fact(listing.labels.number, "listing-number", listing.id);
  const about = add(product, "section", { class: "about" });
  add(about, "h2", {}, listing.labels.about);
  const description = add(about, "div", { class: "description" });
  for (const block of listing.description.split("\n")) if (block.trim()) add(description, "p", {}, block);
})();
