using Nca.Automaton;
using Nca.Engines;
using Nca.Training;

namespace Nca.Tests.Engines;

/// <summary>What every engine must reproduce; each engine's test class derives from it.</summary>
public abstract class EngineAgainstReference : IDisposable
{
    // Float32 against float64 differs by at most 1.3e-6 after 32 steps (reference data), on values of order one.
    private const double StateTolerance = 5e-6;

    // The gradient of 8 steps in float32 against float64.
    private const double GradientTolerance = 2e-5;

    protected abstract IRolloutEngine Engine { get; }

    public static TheoryData<string, int> Rollouts()
    {
        var data = new TheoryData<string, int>();
        foreach (var variant in ReferenceData.Variants.Keys)
            foreach (var steps in new[] { 1, 8, 32 })
                data.Add(variant, steps);
        return data;
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void States_after_some_steps_equal_PyTorch(string variant, int steps)
    {
        var states = ReferenceData.States("roll_state0");
        Engine.Advance(ReferenceData.Variants[variant], ReferenceData.Weights(), states, steps, ReferenceData.RolloutMasks());
        RequireEqual(ReferenceData.States($"roll_{variant}_t{steps}"), states);
    }

    [Theory]
    [InlineData("listing")]
    [InlineData("correct")]
    public void Synchronous_updates_equal_PyTorch(string variant)
    {
        var states = ReferenceData.States("roll_state0");
        Engine.Advance(ReferenceData.Variants[variant], ReferenceData.Weights(), states, 8, new SynchronousUpdate());
        RequireEqual(ReferenceData.States($"roll_{variant}_nomask_t8"), states);
    }

    [Fact]
    public void A_growth_in_two_parts_equals_the_growth_in_one()
    {
        var states = ReferenceData.States("roll_state0");
        var config = ReferenceData.Variants["distill"];
        Engine.Advance(config, ReferenceData.Weights(), states, 5, ReferenceData.RolloutMasks());
        Engine.Advance(config, ReferenceData.Weights(), states, 3, ReferenceData.RolloutMasks(), firstStep: 5);
        RequireEqual(ReferenceData.States("roll_distill_t8"), states);
    }

    [Theory]
    [InlineData("listing")]
    [InlineData("correct")]
    [InlineData("premask")]
    public void Loss_and_gradient_of_eight_steps_equal_PyTorch_in_double_precision(string variant)
    {
        var states = ReferenceData.States("roll_state0");
        var gradient = new UpdateRuleWeights(16, 128);
        var losses = Engine.Differentiate(
            ReferenceData.Variants[variant],
            ReferenceData.Weights(),
            states,
            [8, 8],
            ReferenceData.RolloutMasks(),
            new PatternLoss(ReferenceData.TargetRgba("grad_target")),
            gradient
        );

        RequireEqual(ReferenceData.States($"roll_{variant}_t8"), states);
        var info = ReferenceData.Json("grad_info").GetProperty($"{variant}_f64");
        Assert.Equal(info.GetProperty("loss").GetDouble(), losses.Average(), 1e-6);
        for (var sample = 0; sample < 2; sample++)
            Assert.Equal(info.GetProperty("per_sample_mse")[sample].GetDouble(), losses[sample], 1e-6);
        Assert.Equal(info.GetProperty("grad_norm").GetDouble(), GradientNorm.Total(gradient), 1e-5);
        var error = ReferenceData.RelativeError(
            gradient.Values.Select(value => (double)value),
            ReferenceData.Flat($"grad_{variant}", "_f64")
        );
        Assert.True(error < GradientTolerance, $"relative error {error:e2}");
        var single = ReferenceData.RelativeError(
            gradient.Values.Select(value => (double)value),
            ReferenceData.Flat($"grad_{variant}", "_f32")
        );
        Assert.True(single < GradientTolerance, $"relative error against float32 {single:e2}");
    }

    [Fact]
    public void Samples_with_rollouts_of_their_own_length_get_the_gradient_of_each()
    {
        var config = ReferenceData.Variants["distill"];
        var loss = new PatternLoss(ReferenceData.TargetRgba("grad_target"));
        var together = ReferenceData.States("roll_state0");
        var gradient = new UpdateRuleWeights(16, 128);
        var losses = Engine.Differentiate(config, ReferenceData.Weights(), together, [3, 8], ReferenceData.RolloutMasks(), loss, gradient);

        var sum = new double[gradient.Values.Length];
        foreach (var (sample, steps) in new[] { (0, 3), (1, 8) })
        {
            var alone = new[] { ReferenceData.States("roll_state0")[sample] };
            var part = new UpdateRuleWeights(16, 128);
            var own = Engine.Differentiate(
                config,
                ReferenceData.Weights(),
                alone,
                [steps],
                new SampleOf(ReferenceData.RolloutMasks(), sample),
                loss,
                part
            );
            Assert.Equal(own[0], losses[sample], 1e-7);
            for (var index = 0; index < sum.Length; index++)
                sum[index] += part.Values[index] / 2.0;
        }

        // The same sums in another order: single precision.
        Assert.True(ReferenceData.RelativeError(gradient.Values.Select(value => (double)value), sum) < 1e-6);
    }

    [Fact]
    public void Six_training_iterations_equal_PyTorch()
    {
        foreach (var variant in new[] { "listing", "correct" })
        {
            var expected = ReferenceData.Json("mini_training").GetProperty($"{variant}_f64");
            var masks = NpyArray.Read("mini_masks");
            var perIteration = masks.Values.Length / masks.Shape[0];
            var weights = ReferenceData.Weights();
            var adam = new Adam(weights.Values.Length);
            var states = ReferenceData.States("roll_state0");
            var gradient = new UpdateRuleWeights(16, 128);
            var schedule = new TrainingConfig
            {
                Steps = 6,
                FirstDecay = 2.01 / 6,
                SecondDecay = 4.01 / 6,
            };
            for (var iteration = 0; iteration < 6; iteration++)
            {
                var fire = new RecordedFireMasks(masks.Bytes[(iteration * perIteration)..((iteration + 1) * perIteration)], 2, 24 * 24);
                var losses = Engine.Differentiate(
                    ReferenceData.Variants[variant],
                    weights,
                    states,
                    [4, 4],
                    fire,
                    new PatternLoss(ReferenceData.TargetRgba("grad_target")),
                    gradient
                );
                Assert.Equal(expected.GetProperty("loss")[iteration].GetDouble(), losses.Average(), 2e-6);
                Assert.Equal(expected.GetProperty("grad_norm")[iteration].GetDouble(), GradientNorm.Clip(gradient, 1), 2e-5);
                Assert.Equal(expected.GetProperty("lr_used")[iteration].GetDouble(), schedule.LearningRateAt(iteration), 1e-12);
                adam.Step(weights.Values, gradient.Values, schedule.LearningRateAt(iteration));
            }

            // Adam divides by √v: a slope near zero may step in either direction, so weights agree to a fraction of the
            // learning rate, not to rounding.
            if (variant == "listing")
                Assert.True(
                    ReferenceData.RelativeError(weights.Values.Select(value => (double)value), ReferenceData.Flat("mini_listing", "_f64"))
                        < 2e-4
                );
        }
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused_by_name()
    {
        var config = ReferenceData.Variants["distill"];
        var weights = ReferenceData.Weights();
        Assert.Contains(
            "16 channels",
            Assert
                .Throws<ArgumentException>(() =>
                    Engine.Advance(config with { Channels = 8 }, weights, [InitialState.Plant(8, 8, 16)], 1, new SynchronousUpdate())
                )
                .Message
        );
        Assert.Contains(
            "one shape",
            Assert
                .Throws<ArgumentException>(() =>
                    Engine.Advance(
                        config,
                        weights,
                        [InitialState.Plant(8, 8, 16), InitialState.Plant(8, 9, 16)],
                        1,
                        new SynchronousUpdate()
                    )
                )
                .Message
        );
    }

    public void Dispose()
    {
        Engine.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void RequireEqual(CellState[] expected, CellState[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var sample = 0; sample < expected.Length; sample++)
            for (var index = 0; index < expected[sample].Values.Length; index++)
                Assert.True(
                    Math.Abs(expected[sample].Values[index] - actual[sample].Values[index]) <= StateTolerance,
                    $"sample {sample}, value {index}: {actual[sample].Values[index]} instead of {expected[sample].Values[index]}"
                );
    }

    private sealed class SampleOf(IFireMasks masks, int sample) : IFireMasks
    {
        public void Fill(int ignored, int step, Span<byte> fires) => masks.Fill(sample, step, fires);
    }
}
