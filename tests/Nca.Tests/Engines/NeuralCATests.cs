using Nca.Automaton;
using Nca.Engines.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Nca.Tests.Engines;

public sealed class NeuralCATests
{
    [Trait("needs", "libtorch")]
    [Theory]
    [InlineData("listing", "perc_out_listing")]
    [InlineData("correct", "perc_out_correct")]
    public void Perception_equals_PyTorch(string variant, string file)
    {
        using var scope = NewDisposeScope();
        var (input, expected) = (NpyArray.Read("perc_in"), NpyArray.Read(file));
        using var module = new NeuralCA(ReferenceData.Variants[variant]);
        var actual = module.Perceive(tensor(input.Floats, [2, 16, 10, 13])).contiguous().data<float>().ToArray();

        // Sums of eight products in single precision, in an order that the convolution chooses.
        Assert.Equal(expected.Floats, actual, (a, b) => MathF.Abs(a - b) < 2e-6f);
    }

    [Trait("needs", "libtorch")]
    [Fact]
    public void A_cell_is_alive_above_one_tenth_in_single_precision()
    {
        using var scope = NewDisposeScope();
        var mask = NeuralCA.AliveMask(tensor(NpyArray.Read("alive_in").Floats, [1, 16, 9, 9])).data<float>().ToArray();
        Assert.Equal(NpyArray.Read("alive_mask").Floats, mask);
        var state = new CellState(3, 3, 16);
        state[1, 1, CellState.Alpha] = 0.1f;
        Assert.Equal(0, state.AliveCells());
        state[1, 1, CellState.Alpha] = MathF.BitIncrement(0.1f);
        Assert.Equal(1, state.AliveCells());
    }

    [Trait("needs", "libtorch")]
    [Fact]
    public void Torchs_numbers_after_seed_42_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        manual_seed(42);
        var expected = ReferenceData.Json("rng").GetProperty("rand8").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.Equal(expected, rand(8).data<float>().ToArray().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-9);
        manual_seed(42);
        using var module = new NeuralCA(new AutomatonConfig { Perception = PerceptionOrder.Listing, SobelScale = 1 });
        var weights = module.CopyWeights();
        var first = ReferenceData
            .Json("rng")
            .GetProperty("NeuralCA_after_seed42")
            .GetProperty("W1_first8")
            .EnumerateArray()
            .Select(value => value.GetDouble());
        Assert.Equal(first, weights.HiddenWeights[..8].ToArray().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.All(weights.OutputWeights.ToArray(), value => Assert.Equal(0, value));
    }

    [Trait("needs", "libtorch")]
    [Fact]
    public void Sixteen_channels_have_8336_trainable_parameters_and_288_frozen_ones()
    {
        using var module = new NeuralCA(new AutomatonConfig());
        Assert.Equal(8336, UpdateRuleWeights.CountFor(16, 128));
        Assert.Equal(8336, module.TrainableParameters().Sum(parameter => parameter.numel()));
        Assert.Equal(8624, module.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Damage_erases_what_its_shape_says()
    {
        static CellState Full()
        {
            var state = new CellState(64, 64, 16);
            Array.Fill(state.Values, 1f);
            return state;
        }

        var disc = Full();
        Assert.Equal(
            Enumerable.Range(-12, 25).Sum(y => Enumerable.Range(-12, 25).Count(x => x * x + y * y < 144)),
            Damage.Circle(32, 32, 12).ApplyTo(disc)
        );
        Assert.Equal(0f, disc[32, 32, 7]);
        Assert.Equal(1f, disc[32, 44, 7]);
        Assert.Equal(6 * 7, Damage.Rectangle(3, 4, 6, 7).ApplyTo(Full()));
        Assert.Equal(64 * 32, Damage.HalfPlane(0, 31.5, 0).ApplyTo(Full()));
        Assert.Equal(64 * 31, Damage.HalfPlane(32, 0, 90).ApplyTo(Full()));
    }

    [Fact]
    public void Rendering_composes_premultiplied_colour_over_white()
    {
        var state = new CellState(1, 3, 4, [0.25f, 0, 0, 0.5f, 2, -1, float.NaN, 1, 0, 0, 0, 0]);
        Assert.Equal([191, 128, 128, 255, 0, 0, 255, 255, 255], Rendering.OverWhite(state));
        Assert.Equal([128, 0, 0, 128, 255, 0, 0, 255, 0, 0, 0, 0], Rendering.Transparent(state));
    }
}
