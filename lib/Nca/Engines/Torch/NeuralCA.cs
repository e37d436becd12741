using Nca.Automaton;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Nca.Engines.Torch;

/// <summary>
/// The automaton as a TorchSharp module: the readable reference for every other implementation (tutorial, section 4, with the
/// choices of <see cref="AutomatonConfig"/>). States are tensors of shape [batch, channels, height, width].
/// </summary>
public sealed class NeuralCA : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _perception;
    private readonly Sequential _updateNet;

    /// <summary>Makes the module with PyTorch's initial weights, the last layer zero: at first the update is "do nothing".</summary>
    /// <param name="config">The kind of step.</param>
    public NeuralCA(AutomatonConfig config)
        : base(nameof(NeuralCA))
    {
        ArgumentNullException.ThrowIfNull(config);
        NativeLibraries.Require();
        Config = config;
        var channels = config.Channels;

        // Depthwise 3×3 filters, two per channel; frozen.
        _perception = nn.Conv2d(channels, 2 * channels, 3, padding: 1, groups: channels, bias: false);
        _updateNet = nn.Sequential(
            ("0", nn.Conv2d(3 * channels, config.Hidden, 1)),
            ("1", nn.ReLU()),
            ("2", nn.Conv2d(config.Hidden, channels, 1))
        );
        register_module("perception", _perception);
        register_module("update_net", _updateNet);

        using var _ = no_grad();
        using var __ = NewDisposeScope();
        var pair = stack([tensor(Sobel.X.ToArray()), tensor(Sobel.Y.ToArray())]).reshape(2, 1, 3, 3);
        var filters =
            config.Perception == PerceptionOrder.Equation
                ? pair.repeat([channels, 1, 1, 1]) // x₀ y₀ x₁ y₁ … : both gradients of every channel
                : pair.repeat_interleave(channels, dim: 0); // x … x y … y : what cat([kx, ky]) makes of groups = C
        _perception.weight!.copy_(filters * config.SobelScale);
        _perception.weight.requires_grad = false;
        nn.init.zeros_(((Conv2d)_updateNet[2]).weight!);
        nn.init.zeros_(((Conv2d)_updateNet[2]).bias!);
    }

    /// <summary>The kind of step.</summary>
    public AutomatonConfig Config { get; }

    /// <summary>p = [s, ∂x s, ∂y s].</summary>
    /// <param name="state">Shape [B, C, H, W].</param>
    /// <returns>Shape [B, 3C, H, W].</returns>
    public Tensor Perceive(Tensor state)
    {
        var gradients = _perception.call(state);
        if (Config.Perception == PerceptionOrder.Equation)
        {
            var (batch, height, width) = (state.shape[0], state.shape[2], state.shape[3]);
            gradients = gradients
                .view(batch, Config.Channels, 2, height, width)
                .transpose(1, 2)
                .reshape(batch, 2 * Config.Channels, height, width);
        }

        return cat([state, gradients], dim: 1);
    }

    /// <summary>1 where a cell or one of its eight neighbours is alive (alpha &gt; 0.1), else 0.</summary>
    /// <param name="state">Shape [B, C, H, W].</param>
    /// <returns>Shape [B, 1, H, W].</returns>
    public static Tensor AliveMask(Tensor state)
    {
        ArgumentNullException.ThrowIfNull(state);

        // Compared before the pooling and not after it: an alpha that is no number makes its own cell dead, not its neighbours.
        var alive = (state.narrow(1, CellState.Alpha, 1) > AutomatonConfig.AliveThreshold).to(state.dtype);
        return F.max_pool2d(alive, 3, stride: 1, padding: 1);
    }

    /// <summary>One step with known fire mask: s ← mask(s + m · f(p(s))).</summary>
    /// <param name="state">Shape [B, C, H, W].</param>
    /// <param name="fires">m: 1 where a cell fires, else 0; shape [B, 1, H, W].</param>
    /// <returns>The next state, shape [B, C, H, W].</returns>
    public Tensor Step(Tensor state, Tensor fires)
    {
        // Filled with zero and not multiplied by it: what does not fire or live is left out even where it is no number.
        var next = state + _updateNet.call(Perceive(state)).masked_fill(fires == 0, 0);
        var alive = AliveMask(next);
        if (Config.Masking == AliveMasking.BeforeAndAfter)
            alive = alive * AliveMask(state);
        next = next.masked_fill(alive == 0, 0);
        if (!Config.ClampColour)
            return next;
        var colour = next.narrow(1, 0, CellState.VisibleChannels).clamp(0, 1);
        var hidden = next.narrow(1, CellState.VisibleChannels, Config.Channels - CellState.VisibleChannels);
        return cat([colour, hidden], dim: 1);
    }

    /// <summary>One step in which every cell fires with the configured rate, drawn from torch's generator.</summary>
    /// <param name="state">Shape [B, C, H, W].</param>
    /// <returns>The next state, shape [B, C, H, W].</returns>
    public override Tensor forward(Tensor state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = NewDisposeScope();
        var fires = (rand(state.shape[0], 1, state.shape[2], state.shape[3], device: state.device) < Config.FireRate).to(state.dtype);
        return Step(state, fires).MoveToOuterDisposeScope();
    }

    /// <summary>Trainable parameters: W₁, b₁, W₂, b₂ in PyTorch's order.</summary>
    public Parameter[] TrainableParameters() => parameters().Where(parameter => parameter.requires_grad).ToArray();

    /// <summary>Copies weights into the module.</summary>
    /// <param name="weights">Weights with the same channels and hidden units.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Load(UpdateRuleWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        weights.RequireFit(Config);
        using var _ = no_grad();
        using var __ = NewDisposeScope();
        foreach (var (parameter, (_, start, length, _)) in TrainableParameters().Zip(weights.Variables))
            parameter.copy_(tensor(weights.Values.AsSpan(start, length).ToArray()).reshape(parameter.shape));
    }

    /// <summary>A copy of the module's weights.</summary>
    public UpdateRuleWeights CopyWeights()
    {
        var weights = new UpdateRuleWeights(Config.Channels, Config.Hidden);
        using var _ = NewDisposeScope();
        foreach (var (parameter, (_, start, length, _)) in TrainableParameters().Zip(weights.Variables))
            parameter.detach().cpu().to(float32).data<float>().ToArray().CopyTo(weights.Values.AsSpan(start, length));
        return weights;
    }
}
