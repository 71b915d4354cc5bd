// Reads feeds with ical.js: a line of JSON in, {"ics": …}, and a line of JSON out: what a calendar program
// built on it would show, or {"error": …}. Instants are seconds since 1970.

import { createInterface } from "node:readline";
import ICAL from "ical.js";

ICAL.design.icalendar.property.name = { defaultType: "text" }; // RFC 7986, 5.1, which it does not know yet

function entry(component) {
  const event = new ICAL.Event(component);
  const value = (name) => component.getFirstPropertyValue(name);
  return {
    uid: event.uid,
    starts: event.startDate.toUnixTime(),
    ends: event.endDate.toUnixTime(),
    summary: event.summary,
    description: event.description ?? "",
    location: event.location ?? "",
    url: value("url") ?? "",
    status: value("status"),
    transparency: value("transp"),
    sequence: event.sequence,
    changed: value("dtstamp").toUnixTime(),
  };
}

function read(ics) {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  return {
    name: calendar.getFirstPropertyValue("name"),
    refresh: calendar.getFirstPropertyValue("refresh-interval").toSeconds(),
    zones: calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid")),
    entries: calendar.getAllSubcomponents("vevent").map(entry),
  };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer;
  try {
    answer = read(JSON.parse(line).ics);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
