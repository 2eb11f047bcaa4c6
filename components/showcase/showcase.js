/** Poses rooms at a standstill in the places the server has kept for them; nothing here is sent. */

import Room from "room";

export default {
  components: { Room },
  props: { start: String },
  template: `
<div>
  <div ref="place"></div>
  <Teleport v-for="posed in stills" :key="posed.still.mark" :to="'[data-still=' + posed.still.mark + ']'">
    <Room v-bind="{ ...shared, ...posed }" />
  </Teleport>
</div>`,

  created() {
    const { shared, stills } = JSON.parse(this.start);
    this.shared = shared;
    this.stills = stills;
  },

  mounted() {
    const shell = document.getElementById("shell");
    this.$refs.place.append(shell);
    shell.addEventListener("click", this.hold, { capture: true });
    shell.addEventListener("submit", this.hold, { capture: true });
    this.openDialogs(shell);
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  },

  methods: {
    /** What leads away, sends a form or a bid is only to be looked at. */
    hold(event) {
      const stage = event.target.closest("[data-stage]");
      if (!stage) return;
      const link = event.target.closest("a[href]");
      if (event.type === "submit" || (link && !("big" in link.dataset))) event.preventDefault();
      if (event.target.closest("button[form]")) event.preventDefault();
      if (event.type === "submit" || event.target.closest("button[data-cents]")) event.stopPropagation();
    },

    /** A dialog is shown open in its place, without taking the page. */
    openDialogs(shell) {
      for (const stage of shell.querySelectorAll("[data-stage='gallery-dialog']")) {
        stage.querySelector("[data-big]").click();
        const dialog = stage.querySelector("dialog");
        dialog.close();
        dialog.setAttribute("open", "");
        document.activeElement?.blur();
      }
    },
  },
};
