using Nca.Analysis.Envelope;
using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Targets;

namespace Nca.Tests.Analysis.Envelope;

/// <summary>Who keeps its claims, against plain loops and creatures that never change.</summary>
public sealed class EnvelopeProtocolTests : IDisposable
{
    private static readonly AutomatonConfig Small = new() { Hidden = 4 };
    private readonly FusedRolloutEngine _engine = new(1);

    [Fact]
    public void As_trained_the_rule_is_that_of_persistence()
    {
        var creature = StoredRun.Load(ProjectFolder.Of("data", "runs", "presets", "quick")).Creature;
        var errors = Persistence.Errors(creature, 4, Keeping.Until, engine: _engine);
        var found = new EnvelopeProtocol(creature, 4, _engine).Measure(Conditions.Trained, 7);
        Assert.Equal((7, 4), (found.Value, found.Samples));
        Assert.Equal(Persistence.StayedUntil(errors, Keeping.Until).Successes, found.Kept);

        // The mean of the two in the middle; the library sums in another order.
        var grown = errors.Select(curve => curve[1]).Order().ToArray();
        Assert.Equal((grown[1] + grown[2]) / 2, found.GrownError, 12);
    }

    [Fact]
    public void Who_leaves_takes_no_masks_from_the_others()
    {
        var creature = StoredRun.Load(ProjectFolder.Of("data", "runs", "presets", "quick")).Creature;
        var all = new ConditionedGrowth(creature, new() { Noise = 0.01 }, 3, 1, _engine);
        var some = new ConditionedGrowth(creature, new() { Noise = 0.01 }, 3, 1, _engine);
        all.AdvanceTo(10);
        some.AdvanceTo(10);
        some.Leave(0);
        all.AdvanceTo(20);
        some.AdvanceTo(20);
        Assert.Equal([1, 2], some.Followed);
        Assert.Equal(all.StateOf(2).Values, some.StateOf(2).Values);
        Assert.NotEqual(all.StateOf(1).Values, some.StateOf(2).Values);
    }

    [Fact]
    public void Noise_comes_after_every_step()
    {
        var creature = StoredRun.Load(ProjectFolder.Of("data", "runs", "presets", "quick")).Creature;
        var growth = new ConditionedGrowth(creature, new() { Noise = 0.01 }, 2, 1, _engine);
        growth.AdvanceTo(4);
        growth.AdvanceTo(9);
        var (states, masks) = (creature.PlantMany(2), creature.Masks(1));
        for (var step = 0; step < 9; step++)
        {
            creature.Advance(states, 1, masks, _engine, step);
            for (var sample = 0; sample < 2; sample++)
                StepNoise.AddTo(states[sample], 0.01, 1, sample, step);
        }

        Assert.Equal(states[0].Values, growth.StateOf(0).Values);
        Assert.Equal(states[1].Values, growth.StateOf(1).Values);
    }

    [Fact]
    public void Age_is_counted_in_updates()
    {
        var creature = Still();
        Assert.Equal(200, Conditions.Trained.StepsFor(creature, 200));
        Assert.Equal(2000, new Conditions { FireRate = 0.05 }.StepsFor(creature, 200));
        Assert.Equal(100, new Conditions { FireRate = 1 }.StepsFor(creature, 200));
        Assert.Equal(100, new Conditions { StepSize = 2 }.StepsFor(creature, 200));
        Assert.Equal(800, new Conditions { FireRate = 0.25, StepSize = 0.5 }.StepsFor(creature, 200));
    }

    [Fact]
    public void A_larger_canvas_makes_the_bound_no_milder()
    {
        var creature = Still();
        var (grown, empty) = (creature.Plant(), new CellState(8, 8, 16));
        var wide = new Conditions { Grid = 64 }.Of(creature);
        Assert.Equal(0, Keeping.Error(creature, grown, 8));
        Assert.Equal(0, Keeping.Error(wide, wide.Plant(), 8));

        // One alpha of 1 among 8 · 8 · 4 numbers, on either canvas.
        Assert.Equal(1 / 256.0, Keeping.Error(creature, empty, 8), 12);
        Assert.Equal(1 / 256.0, Keeping.Error(wide, new CellState(64, 64, 16), 8), 12);
    }

    [Fact]
    public void A_creature_that_never_changes_keeps_its_claims_until_noise_comes()
    {
        var protocol = new EnvelopeProtocol(Still(), 2, _engine);
        Assert.Equal(
            2,
            protocol
                .Measure(
                    new()
                    {
                        FireRate = 1,
                        StepSize = 2,
                        Grid = 20,
                        Turn = 30,
                        GradientScale = 2,
                    }
                )
                .Kept
        );
        Assert.Equal(2, protocol.Measure(new() { WeightBits = 2, HalfPrecision = true }).Kept);
        Assert.Equal(0, protocol.Measure(new() { Noise = 0.5 }).Kept);
    }

    [Fact]
    public void Halving_comes_near_a_step_between_two_values()
    {
        // From 0.8 on there is too much noise for anyone.
        var axis = new EnvelopeAxis("x", "x", 0, [0, 1, 2], value => value < 0.8 ? new() : new() { Noise = 10 });
        var curve = new EnvelopeProtocol(Still(), 1, _engine).Follow(axis, halvings: 3);
        Assert.Equal([0, 0.5, 0.75, 0.875, 1, 2], curve.Points.Select(point => point.Value));
        Assert.Equal([1, 1, 1, 0, 0, 0], curve.Points.Select(point => point.Kept));
        Assert.Equal(new EnvelopeBorder(true, null, 0.8125), curve.Border);
    }

    [Fact]
    public void A_plane_counts_row_by_row()
    {
        var x = new EnvelopeAxis("x", "along", 0, [0, 1], _ => Conditions.Trained);
        var y = new EnvelopeAxis("y", "up", 0, [0, 1, 2], _ => Conditions.Trained);
        var plane = new EnvelopeProtocol(Still(), 2, _engine).Cross(x, y, (a, b) => a + b < 2 ? new() : new() { Noise = 10 });
        Assert.Equal([2, 2, 2, 0, 0, 0], plane.Kept);
        Assert.Equal(("along", "up", 1.0, 0.0), (plane.XText, plane.YText, plane.ShareAt(1, 0), plane.ShareAt(1, 1)));
        Assert.True(plane.IsInside(0, 1));
        Assert.False(plane.IsInside(2, 0));
    }

    [Fact]
    public void Noise_falls_on_living_numbers_alike_every_time()
    {
        var (first, again, later) = (Alive(), Alive(), Alive());
        StepNoise.AddTo(first, 0.1, 1, sample: 2, step: 3);
        StepNoise.AddTo(again, 0.1, 1, sample: 2, step: 3);
        StepNoise.AddTo(later, 0.1, 1, sample: 2, step: 4);
        Assert.Equal(first.Values, again.Values);
        Assert.NotEqual(first.Values, later.Values);
        Assert.All(first.Cell(0, 0).ToArray(), value => Assert.Equal(0, value));
        var noise = first.Cell(4, 4).ToArray().Zip(Alive().Cell(4, 4).ToArray(), (a, b) => a - b).ToArray();
        Assert.All(noise, value => Assert.InRange(value, -0.1001, 0.1001));
        Assert.Equal(16, noise.Distinct().Count());

        // The stream itself, number by number: living cells in rows, a word for each number.
        var random = new Randomness.RandomSequence(1, Randomness.RandomPurpose.StepNoise, (3L << 32) | 2);
        Assert.Equal((float)(1 + (float)(0.1 * (2 * (random.NextWord() / 4294967296.0) - 1))), first[4, 4, 0]);

        static CellState Alive()
        {
            var state = new CellState(8, 8, 16);
            state.Cell(4, 4).Fill(1);
            state[5, 5, CellState.Alpha] = 0.1f;
            state.Cell(6, 6).Fill(0.5f);
            return state;
        }
    }

    [Fact]
    public void Quarter_turns_of_a_picture_are_exact_and_four_of_them_nothing()
    {
        var target = Target.Load("1f423", 16, 10);
        var turned = TurnedPicture.Of(target, 90);
        for (var y = 1; y < 16; y++)
            for (var x = 1; x < 16; x++)
                Assert.Equal(target.Rgba[(y * 16 + x) * 4 + 3], turned.Rgba[(x * 16 + 16 - y) * 4 + 3]);
        var back = turned;
        for (var turn = 0; turn < 3; turn++)
            back = TurnedPicture.Of(back, 90);
        Assert.Equal(target.Rgba, back.Rgba);
        Assert.Equal(target.Rgba, TurnedPicture.Of(target, 0).Rgba);

        // In between nothing is lost: alpha in all stays the same to a few in a thousand.
        var (before, between) = (target.ToState(4).Channel(3).Sum(), TurnedPicture.Of(target, 30).ToState(4).Channel(3).Sum());
        Assert.InRange(between / before, 0.99, 1.01);
    }

    [Fact]
    public void Frames_are_the_states_of_the_first_sample()
    {
        var creature = Still();
        var axis = EnvelopeAxes.FireRate(creature);
        var seen = EnvelopeFrames.Of(creature, axis, _engine, frames: 3, age: 4);
        Assert.Equal([0.05, 0.5, 1], seen.States.Select(state => state.Value));
        Assert.All(seen.States, state => Assert.Equal(creature.Plant().Values, state.State.Values));
    }

    // One cell that never changes, whose picture is itself: without it the error is 1 / 256, above the bound.
    private static TrainedAutomaton Still() =>
        new(
            Small,
            new UpdateRuleWeights(16, 4),
            new Target
            {
                Name = "seed",
                Grid = 8,
                Size = 6,
                AlphaMode = AlphaMode.Premultiplied,
                Rgba = InitialState.Plant(8, 8, 16).Rgba(),
            }
        );

    public void Dispose() => _engine.Dispose();
}
