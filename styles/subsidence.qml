<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology" labelsEnabled="0">
 <renderer-v2 type="categorizedSymbol" attr="kind" symbollevels="0" enableorderby="0" forceraster="0">
  <categories>
   <category value="goaf" label="采空区" symbol="0" render="true"/>
   <category value="damaged_land" label="采煤破坏土地" symbol="1" render="true"/>
   <category value="subsidence" label="采煤沉陷区" symbol="2" render="true"/>
   <category value="" label="其他采煤影响区" symbol="3" render="true"/>
  </categories>
  <symbols>
   <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="angle" value="45"/>
      <Option type="QString" name="distance" value="1.5"/>
      <Option type="QString" name="distance_unit" value="MM"/>
      <Option type="QString" name="offset" value="0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="line_width" value="0.13"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="color" value="80,50,110,190"/>
     </Option>
     <symbol type="line" name="@0@0" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option type="QString" name="line_color" value="80,50,110,190"/>
        <Option type="QString" name="line_width" value="0.13"/>
        <Option type="QString" name="line_width_unit" value="MM"/>
        <Option type="QString" name="line_style" value="solid"/>
        <Option type="QString" name="joinstyle" value="round"/>
        <Option type="QString" name="capstyle" value="flat"/>
        <Option type="QString" name="use_custom_dash" value="0"/>
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="angle" value="135"/>
      <Option type="QString" name="distance" value="1.5"/>
      <Option type="QString" name="distance_unit" value="MM"/>
      <Option type="QString" name="offset" value="0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="line_width" value="0.13"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="color" value="80,50,110,190"/>
     </Option>
     <symbol type="line" name="@0@1" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option type="QString" name="line_color" value="80,50,110,190"/>
        <Option type="QString" name="line_width" value="0.13"/>
        <Option type="QString" name="line_width_unit" value="MM"/>
        <Option type="QString" name="line_style" value="solid"/>
        <Option type="QString" name="joinstyle" value="round"/>
        <Option type="QString" name="capstyle" value="flat"/>
        <Option type="QString" name="use_custom_dash" value="0"/>
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="color" value="255,255,255,0"/>
      <Option type="QString" name="style" value="no"/>
      <Option type="QString" name="outline_color" value="80,50,110,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.18"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="angle" value="45"/>
      <Option type="QString" name="distance" value="1.4"/>
      <Option type="QString" name="distance_unit" value="MM"/>
      <Option type="QString" name="offset" value="0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="line_width" value="0.14"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="color" value="120,75,40,200"/>
     </Option>
     <symbol type="line" name="@1@0" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option type="QString" name="line_color" value="120,75,40,200"/>
        <Option type="QString" name="line_width" value="0.14"/>
        <Option type="QString" name="line_width_unit" value="MM"/>
        <Option type="QString" name="line_style" value="solid"/>
        <Option type="QString" name="joinstyle" value="round"/>
        <Option type="QString" name="capstyle" value="flat"/>
        <Option type="QString" name="use_custom_dash" value="0"/>
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="color" value="255,255,255,0"/>
      <Option type="QString" name="style" value="no"/>
      <Option type="QString" name="outline_color" value="120,75,40,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.16"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="distance" value="1.3"/>
      <Option type="QString" name="distance_unit" value="MM"/>
      <Option type="QString" name="offset" value="0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="line_width" value="0.14"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="color" value="40,80,120,200"/>
     </Option>
     <symbol type="line" name="@2@0" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option type="QString" name="line_color" value="40,80,120,200"/>
        <Option type="QString" name="line_width" value="0.14"/>
        <Option type="QString" name="line_width_unit" value="MM"/>
        <Option type="QString" name="line_style" value="solid"/>
        <Option type="QString" name="joinstyle" value="round"/>
        <Option type="QString" name="capstyle" value="flat"/>
        <Option type="QString" name="use_custom_dash" value="0"/>
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="color" value="255,255,255,0"/>
      <Option type="QString" name="style" value="no"/>
      <Option type="QString" name="outline_color" value="40,80,120,255"/>
      <Option type="QString" name="outline_style" value="dash"/>
      <Option type="QString" name="outline_width" value="0.16"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="angle" value="90"/>
      <Option type="QString" name="distance" value="1.6"/>
      <Option type="QString" name="distance_unit" value="MM"/>
      <Option type="QString" name="offset" value="0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="line_width" value="0.14"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="color" value="110,110,110,200"/>
     </Option>
     <symbol type="line" name="@3@0" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option type="QString" name="line_color" value="110,110,110,200"/>
        <Option type="QString" name="line_width" value="0.14"/>
        <Option type="QString" name="line_width_unit" value="MM"/>
        <Option type="QString" name="line_style" value="solid"/>
        <Option type="QString" name="joinstyle" value="round"/>
        <Option type="QString" name="capstyle" value="flat"/>
        <Option type="QString" name="use_custom_dash" value="0"/>
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="color" value="255,255,255,0"/>
      <Option type="QString" name="style" value="no"/>
      <Option type="QString" name="outline_color" value="110,110,110,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.16"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
