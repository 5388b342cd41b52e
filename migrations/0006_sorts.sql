CREATE INDEX "demands_by_importance" ON "demands" USING btree ("workspace_id","kind","importance" DESC NULLS FIRST,"record_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "features_value" ON "features" USING btree ("workspace_id",(sqrt("value_low" * "value_high")) desc nulls last,"id" desc);--> statement-breakpoint
CREATE INDEX "features_effort" ON "features" USING btree ("workspace_id",(sqrt("effort_low" * "effort_high")) asc nulls last,"id" asc);--> statement-breakpoint
CREATE INDEX "features_state" ON "features" USING btree ("workspace_id",((array_position(array['idea', 'evaluated', 'planned', 'building', 'shipped', 'measured', 'dropped']::text[], "state")::text || "rank") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "needs_opportunity" ON "needs" USING btree ("workspace_id",(("importance" + greatest("importance" - "satisfaction", 0))::float8) desc nulls last,"id" desc);--> statement-breakpoint
CREATE INDEX "needs_of_persona" ON "needs" USING btree ("workspace_id","persona_id");--> statement-breakpoint
CREATE INDEX "needs_merged_into" ON "needs" USING btree ("workspace_id","merged_into_id");